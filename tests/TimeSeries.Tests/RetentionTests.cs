using Microsoft.Extensions.Time.Testing;
using SreCopilot.PostgresFixture;

namespace SreCopilot.TimeSeries.Tests;

public sealed class RetentionTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Rows_go_when_neither_the_default_nor_their_project_keeps_them()
    {
        var database = await postgres.CreateDatabaseAsync();
        var (usual, shorter, longer) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await using (var before = await Replica.StartAsync(database, new FakeTimeProvider(Start)))
        {
            await before.SqlAsync($"insert into retention values ('{shorter}', '{shorter}', 'readings', 3), ('{longer}', '{longer}', 'readings', 60)");
            foreach (var project in new[] { usual, shorter, longer })
            {
                Assert.Equal(IngestOutcome.Stored, await before.StoreAsync(project, [1]));
            }
        }

        await AfterAsync(days: 2, [usual, shorter, longer]);
        await AfterAsync(days: 5, [usual, longer]);
        await AfterAsync(days: 32, [longer]);
        await AfterAsync(days: 62, []);

        async Task AfterAsync(int days, Guid[] kept)
        {
            var time = new FakeTimeProvider(Start.AddDays(days));
            await using var replica = await Replica.StartAsync(database, time, settings: ("MaintenanceSeconds", "0.01"));
            await replica.SqlAsync("update job_leases set done = null");
            await Wait.UntilAsync(async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return (bool)(await replica.SqlAsync("select exists (select from job_leases where done is not null)"))!;
            });
            foreach (var project in new[] { usual, shorter, longer })
            {
                Assert.Equal(kept.Contains(project) ? [1L] : [], await replica.ReadAsync(project));
            }

            Assert.Equal(kept.Length > 0, await replica.SqlAsync("select to_regclass('readings_20260301') is not null"));
            Assert.Equal(true, await replica.SqlAsync($"select to_regclass('readings_{Start.AddDays(days + 2):yyyyMMdd}') is not null"));
        }
    }

    [Fact]
    public async Task What_a_project_keeps_decides_which_times_are_stored()
    {
        var project = Guid.NewGuid();
        var time = new FakeTimeProvider(Start);
        await using var replica = await Replica.StartAsync(await postgres.CreateDatabaseAsync(), time, settings: ("Retention:readings", "7"));
        await replica.SqlAsync($"insert into retention values ('{project}', '{project}', 'readings', 90)");

        await Wait.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(31));
            return replica.Retention.Days(project, "readings") == 90;
        });

        Assert.Equal(7, replica.Retention.Days(Guid.NewGuid(), "readings"));
        using var batch = replica.NewBatch(project);
        Assert.True(batch.Times.Contains(Start.AddDays(-89)));
    }
}
