using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using SreCopilot.PostgresFixture;
using StackExchange.Redis;

namespace SreCopilot.Events.Tests;

/// <summary>From a committed transaction to Redis.</summary>
public sealed class OutboxTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_committed_event_is_in_the_log_and_on_its_channel_in_the_contracts_envelope()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        await using var listener = await ConnectionMultiplexer.ConnectAsync(RedisServer.Shared.ConnectionString);
        var published = new ConcurrentQueue<string>();
        await listener.GetSubscriber().SubscribeAsync(RedisChannel.Literal("incidents"), (_, message) => published.Enqueue(message.ToString()));
        var project = Guid.NewGuid();

        await replica.AddAsync(project, 7);
        await replica.SentAsync();

        var logged = Assert.Single(await replica.ReadAsync(project));
        await Wait.UntilAsync(() => Task.FromResult(published.Contains(logged.Envelope)));
        using var document = JsonDocument.Parse(logged.Envelope);
        var envelope = document.RootElement;
        Assert.Equal(["id", "type", "data", "tenant_id", "project_id", "timestamp"], envelope.EnumerateObject().Select(field => field.Name));
        Assert.Equal(logged.Id, envelope.GetProperty("id").GetInt64());
        Assert.True(logged.Id < 9_007_199_254_740_991, "JavaScript must be able to count so far.");
        Assert.Equal("note.written", envelope.GetProperty("type").GetString());
        Assert.Equal("""{"number":7,"writer":"test","written_at":"2026-03-01T10:20:30Z"}""", envelope.GetProperty("data").GetRawText());
        Assert.Equal(project, envelope.GetProperty("project_id").GetGuid());
        Assert.EndsWith("Z", envelope.GetProperty("timestamp").GetString(), StringComparison.Ordinal);
        Assert.Equal(EventChannels.Incidents, logged.Channel);
    }

    [Fact]
    public async Task What_is_rolled_back_never_happened()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        var project = Guid.NewGuid();

        await using (var session = await replica.OpenAsync(project))
        {
            await replica.AddAsync(session, project, 1);
        }

        await replica.AddAsync(project, 2);
        await replica.SentAsync();

        Assert.Equal([2], await replica.NumbersAsync(project));
    }

    [Fact]
    public async Task A_transaction_that_commits_late_gets_a_later_id()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        var project = Guid.NewGuid();
        await using var late = await replica.OpenAsync(project);
        await replica.AddAsync(late, project, 1);

        await replica.AddAsync(project, 2);
        await replica.SentAsync();
        var seen = Assert.Single(await replica.ReadAsync(project));
        await late.CommitAsync(Cancel);
        await replica.SentAsync();

        var missed = Assert.Single(await replica.ReadAsync(project, seen.Id));
        Assert.Equal(1, Replica.NumberOf(missed));
    }

    [Fact]
    public async Task Another_projects_event_is_refused()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        await using var session = await replica.OpenAsync(Guid.NewGuid());

        var refused = await Assert.ThrowsAsync<PostgresException>(() => replica.AddAsync(session, Guid.NewGuid(), 1));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task What_a_dead_replica_left_behind_is_sent_by_another()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        var project = Guid.NewGuid();

        // Nobody is woken by this.
        await replica.SqlAsync($$"""insert into event_outbox (tenant_id, project_id, channel, type, data) values ({{project}}, {{project}}, 'alerts', 'note.written', '{"number":3}')""");

        await Wait.UntilAsync(async () => (await replica.NumbersAsync(project)).SequenceEqual([3]));
    }

    [Fact]
    public async Task Dying_between_sending_and_remembering_it_repeats_nothing()
    {
        var database = await postgres.CreateDatabaseAsync();
        var project = Guid.NewGuid();
        await using (var first = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared))
        {
            await first.AddAsync(project, 1);
            await first.SentAsync();
            await first.SqlAsync($"update event_outbox set sent = false");
        }

        await using var second = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        await second.AddAsync(project, 2);
        await second.SentAsync();

        Assert.Equal([1, 2], await second.NumbersAsync(project));
        Assert.Equal(0, await second.CountAsync($"not sent"));
    }

    [Fact]
    public async Task Dying_between_numbering_and_sending_keeps_the_id_unless_somebody_overtook_it()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        var (kept, overtaken) = (Guid.NewGuid(), Guid.NewGuid());
        var future = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds() * 1000;

        await replica.SqlAsync($$"""insert into event_outbox (id, tenant_id, project_id, channel, type, data) values ({{future}}, {{kept}}, {{kept}}, 'alerts', 'note.written', '{"number":1}')""");
        await Wait.UntilAsync(async () => (await replica.ReadAsync(kept)).Select(entry => entry.Id).SequenceEqual([future]));

        // Redis already has a higher one by another service; this one was numbered before.
        await using var other = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared, "stock");
        await other.SqlAsync($$"""insert into event_outbox (id, tenant_id, project_id, channel, type, data) values ({{future - 5}}, {{overtaken}}, {{overtaken}}, 'alerts', 'note.written', '{"number":2}')""");
        await Wait.UntilAsync(async () => (await replica.NumbersAsync(overtaken)).SequenceEqual([2]));
        Assert.True((await replica.ReadAsync(overtaken)).Single().Id > future);
    }

    [Fact]
    public async Task Two_replicas_of_two_services_send_each_event_once_and_a_reader_misses_none()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var shop1 = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        await using var shop2 = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        await using var stock1 = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared, "stock");
        await using var stock2 = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared, "stock");
        Replica[] replicas = [shop1, shop2, stock1, stock2];
        Guid[] projects = [Guid.NewGuid(), Guid.NewGuid()];
        const int Each = 40;

        // Reads on from the last id it saw, as a client does.
        var read = projects.ToDictionary(project => project, _ => new List<LoggedEvent>());
        var writing = Task.WhenAll(replicas.SelectMany((replica, r) => projects.Select((project, p) => WriteAsync(replica, project, $"{r}"))));
        while (!writing.IsCompleted || read.Values.Any(events => events.Count < Each * replicas.Length))
        {
            Cancel.ThrowIfCancellationRequested();
            foreach (var (project, events) in read)
            {
                events.AddRange(await shop1.ReadAsync(project, events.Count == 0 ? 0 : events[^1].Id));
            }
        }

        await writing;
        foreach (var (project, events) in read)
        {
            Assert.Equal(await shop1.ReadAsync(project), events);
            Assert.Equal(events.Count, events.Select(entry => entry.Id).Distinct().Count());
            foreach (var writer in events.GroupBy(WriterOf))
            {
                Assert.Equal(Enumerable.Range(0, Each), writer.Select(Replica.NumberOf));
            }
        }

        static async Task WriteAsync(Replica replica, Guid project, string writer)
        {
            for (var number = 0; number < Each; number++)
            {
                await replica.AddAsync(project, number, writer);
            }
        }

        static string WriterOf(LoggedEvent entry)
        {
            using var envelope = JsonDocument.Parse(entry.Envelope);
            return envelope.RootElement.GetProperty("data").GetProperty("writer").GetString()!;
        }
    }

    [Fact]
    public async Task The_log_keeps_the_latest_and_says_how_far_it_reaches_back()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared, settings: ("Events:LogLength", "3"));
        var project = Guid.NewGuid();
        Assert.True(await replica.Log.ReachesBackToAsync(project, 0));
        await replica.AddAsync(project, 1);
        await replica.SentAsync();
        var first = (await replica.ReadAsync(project)).Single().Id;
        Assert.True(await replica.Log.ReachesBackToAsync(project, first));

        for (var number = 2; number <= 5; number++)
        {
            await replica.AddAsync(project, number);
        }

        await replica.SentAsync();
        Assert.Equal([3, 4, 5], await replica.NumbersAsync(project));
        Assert.False(await replica.Log.ReachesBackToAsync(project, first));
        Assert.False(await replica.Log.ReachesBackToAsync(project, 0));
        Assert.Equal((await replica.ReadAsync(project))[^1].Id, await replica.Log.FindLastIdAsync(project));
    }

    [Fact]
    public async Task Sent_events_are_deleted_after_a_while_and_others_never()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        var project = Guid.NewGuid();
        await replica.AddAsync(project, 1);
        await replica.SentAsync();
        var now = (await replica.ReadAsync(project)).Single().Id;
        await replica.SqlAsync($"update event_outbox set id = id - 7200000000");

        await replica.AddAsync(project, 2);
        await replica.SentAsync();

        Assert.Equal(0, await replica.CountAsync($"id < {now}"));
        Assert.Equal(1, await replica.CountAsync($"sent"));
    }
}
