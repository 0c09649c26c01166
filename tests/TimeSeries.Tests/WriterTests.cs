using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.Database;
using SreCopilot.PostgresFixture;

namespace SreCopilot.TimeSeries.Tests;

public sealed class WriterTests(PostgresServer postgres)
{
    private readonly Guid _project = Guid.NewGuid();

    [Fact]
    public async Task Values_of_all_types_come_back_as_they_were()
    {
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync());
        var time = new DateTimeOffset(2026, 3, 1, 10, 20, 30, 123, 456, TimeSpan.Zero);
        var id = Guid.NewGuid();
        using (var batch = replica.NewBatch(_project, "everything"))
        {
            batch.AddRow(Replica.Everything, batch.Times.Now)
                .Small(-2).Whole(int.MinValue).Big(long.MaxValue).Real(double.NegativeInfinity).Boolean(true).Time(time).Uuid(id).Bytes([0, 255])
                .Text("a\0b \ud800 ä 🙂").Text([.. "x"u8, 0xFF, 0, .. "y"u8]).Jsonb("""{"k":"ä"}"""u8).Text((string?)null).Real(null);
            Assert.Equal(IngestOutcome.Stored, await replica.Writer.WriteAsync(batch));
        }

        Assert.Equal(
            $"-2|-2147483648|9223372036854775807|-Infinity|true|2026-03-01 10:20:30.123456+00|{id}|\\x00ff|a\uFFFDb \uFFFD ä 🙂|x\uFFFD\uFFFDy|{{\"k\": \"ä\"}}|none|none",
            await replica.SqlAsync("set timezone = 'UTC'; select concat_ws('|', a, b, c, d, e::text, f, g, h, i, j, k, coalesce(l, 'none'), coalesce(m::text, 'none')) from everything"));
    }

    [Fact]
    public async Task Each_day_has_its_partition_and_there_is_no_default_one()
    {
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync());
        DateTimeOffset today;
        using (var batch = replica.NewBatch(_project))
        {
            today = batch.Times.Now;
            foreach (var day in Enumerable.Range(0, 20))
            {
                batch.AddRow(Replica.Readings, today.AddDays(-day)).Big(day).Null().Null();
                batch.AddRow(Replica.Totals, today.AddDays(-day)).Real(day);
            }

            Assert.Equal(IngestOutcome.Stored, await replica.Writer.WriteAsync(batch));
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(n => (long)n), await replica.ReadAsync(_project));
        Assert.Equal(1L, await replica.SqlAsync(string.Create(CultureInfo.InvariantCulture, $"select count(*) from readings_{today.AddDays(-19):yyyyMMdd}")));
        Assert.Equal(0L, await replica.SqlAsync("select count(*) from pg_partitioned_table where partdefid <> 0"));
        Assert.True((long)(await replica.SqlAsync("select count(*) from pg_inherits where inhparent = 'totals'::regclass"))! <= 3);
    }

    [Fact]
    public async Task A_query_of_an_hour_reads_one_partition_by_its_index()
    {
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync());
        using (var batch = replica.NewBatch(_project))
        {
            foreach (var day in Enumerable.Range(0, 5))
            {
                batch.AddRow(Replica.Readings, batch.Times.Now.AddDays(-day)).Big(day).Null().Null();
            }

            await replica.Writer.WriteAsync(batch);
        }

        await using var session = await replica.Database.OpenAsync(new CallerScope(_project, _project), TestContext.Current.CancellationToken);
        await session.ExecuteAsync($"set local enable_seqscan = off", TestContext.Current.CancellationToken);
        var (from, to) = (DateTimeOffset.UtcNow.Date, DateTimeOffset.UtcNow.Date.AddHours(1));
        var plan = string.Join('\n', await session.ListAsync(
            $"explain select n from readings where project_id = {_project} and time >= {new DateTimeOffset(from, TimeSpan.Zero)} and time < {new DateTimeOffset(to, TimeSpan.Zero)}",
            row => row.GetString(0),
            TestContext.Current.CancellationToken));

        Assert.Contains("Index Scan", plan, StringComparison.Ordinal);
        Assert.Equal(1, plan.Split($" on readings_").Length - 1);
    }

    [Fact]
    public async Task A_poisoned_request_fails_alone_and_whole()
    {
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync());
        var others = Enumerable.Range(0, 50).Select(n => Guid.NewGuid()).ToList();

        var good = others.Select((other, n) => replica.StoreAsync(other, [n, n + 1000])).ToList();
        var bad = Enumerable.Range(0, 5).Select(_ => replica.StorePoisonAsync(_project)).ToList();
        good.AddRange(others.Select((other, n) => replica.StoreAsync(other, [n + 2000])));

        Assert.All(await Task.WhenAll(good), outcome => Assert.Equal(IngestOutcome.Stored, outcome));
        Assert.All(await Task.WhenAll(bad), outcome => Assert.Equal(IngestOutcome.Refused, outcome));
        Assert.Empty(await replica.ReadAsync(_project));
        Assert.Equal([7, 1007, 2007], await replica.ReadAsync(others[7]));
        Assert.Equal(0, replica.Admission.Held);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_is_stored_once_on_any_number_of_replicas()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var one = await Replica.StartAsync(database);
        await using var two = await Replica.StartAsync(database);
        var keys = Enumerable.Range(0, 20).Select(n => RequestKey.OfClient($"{n}")).ToList();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => (n % 3 == 0 ? one : two).StoreAsync(_project, [n % 20], keys[n % 20])));
        var neighbour = await one.StoreAsync(Guid.NewGuid(), [1], keys[0]);

        Assert.Equal(20, outcomes.Count(outcome => outcome == IngestOutcome.Stored));
        Assert.Equal(180, outcomes.Count(outcome => outcome == IngestOutcome.Repeated));
        Assert.Equal(Enumerable.Range(0, 20).Select(n => (long)n), await one.ReadAsync(_project));
        Assert.Equal(IngestOutcome.Stored, neighbour);
    }

    [Fact]
    public async Task A_step_runs_in_the_transaction_of_the_rows_and_its_failure_takes_only_the_request_with_it_that_it_is_about()
    {
        await using var replica = await Replica.StartAsync(
            await postgres.CreateDatabaseAsync(), configure: services => services.AddSingleton<IIngestStep, CountingStep>());

        var stored = await Task.WhenAll(Enumerable.Range(0, 30).Select(n => StoreAsync(n)));
        var refused = await StoreAsync(-1);

        Assert.All(stored, outcome => Assert.Equal(IngestOutcome.Stored, outcome));
        Assert.Equal(IngestOutcome.Refused, refused);
        Assert.Equal(Enumerable.Range(0, 30).Select(n => (long)n), await replica.ReadAsync(_project));
        Assert.Equal(Enumerable.Range(0, 30).Sum(), (long)(await replica.SqlAsync($"select n from counters where project_id = '{_project}'"))!);

        async Task<IngestOutcome> StoreAsync(long number)
        {
            using var batch = replica.NewBatch(_project);
            batch.AddRow(Replica.Readings, batch.Times.Now).Big(number).Null().Null();
            batch.Attach(number);
            return await replica.Writer.WriteAsync(batch);
        }
    }

    [Fact]
    public async Task Rows_are_complete_and_within_the_times_that_are_kept()
    {
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync());
        using var batch = replica.NewBatch(_project);

        Assert.Throws<ArgumentOutOfRangeException>(() => batch.AddRow(Replica.Readings, batch.Times.Now.AddDays(-31)));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.AddRow(Replica.Readings, DateTimeOffset.MaxValue));
        Assert.Equal(TimeVerdict.TooOld, batch.Times.Judge(DateTimeOffset.UnixEpoch));
        Assert.Equal(TimeVerdict.TooFarAhead, batch.Times.Judge(batch.Times.Now.AddYears(3)));
        Assert.Equal(batch.Times.Now, batch.Times.NotAhead(batch.Times.Now.AddYears(3)));
        batch.AddRow(Replica.Readings, batch.Times.Now).Big(1).Null();
        Assert.Throws<InvalidOperationException>(() => batch.AddRow(Replica.Readings, batch.Times.Now));
    }

    private sealed class CountingStep : IIngestStep
    {
        public string Lane => "readings";

        public async Task RunAsync(DatabaseSession session, IReadOnlyList<IngestBatch> batches, CancellationToken cancel)
        {
            foreach (var project in batches.GroupBy(batch => batch.ProjectId).OrderBy(group => group.Key))
            {
                var sum = project.Sum(batch => batch.Attached.Cast<long>().Sum());
                // A negative number is refused by PostgreSQL: sqrt.
                await session.ExecuteAsync($"insert into counters values ({project.Key}, {sum} + 0 * sqrt({project.Min(batch => batch.Attached.Cast<long>().Min())})) on conflict (project_id) do update set n = counters.n + excluded.n", cancel);
            }
        }
    }
}
