using SreCopilot.PostgresFixture;

namespace SreCopilot.Events.Tests;

/// <summary>Redis and PostgreSQL vanish and come back; each test has servers of its own.</summary>
public sealed class OutageTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redis_killed_delays_events_and_loses_none()
    {
        await using var redis = await StartRedisAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, redis);
        var project = Guid.NewGuid();
        await replica.AddAsync(project, 1);
        await replica.SentAsync();

        await redis.StopAsync();
        await replica.AddAsync(project, 2);
        Assert.False(await replica.Outbox.WaitUntilSentAsync(TimeSpan.FromSeconds(30), Cancel));
        await replica.AddAsync(project, 3);
        Assert.True(await replica.IsReadyAsync(), "An outage of Redis must not take the service away.");
        await redis.StartAsync();

        await replica.SentAsync();
        Assert.Equal([1, 2, 3], await replica.NumbersAsync(project));
    }

    [Fact]
    public async Task Redis_that_lost_its_data_gets_it_again_under_the_same_ids()
    {
        await using var redis = await StartRedisAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, redis, settings: ("Events:BatchSize", "2"));
        var project = Guid.NewGuid();
        for (var number = 1; number <= 5; number++)
        {
            await replica.AddAsync(project, number);
        }

        await replica.SentAsync();
        var before = await replica.ReadAsync(project);

        await redis.StopAsync();
        redis.DeleteData();
        await replica.AddAsync(project, 6);
        await redis.StartAsync();

        await Wait.UntilAsync(async () => await replica.Outbox.WaitUntilSentAsync(TimeSpan.FromSeconds(30), Cancel));
        var after = await replica.ReadAsync(project);
        Assert.Equal([1, 2, 3, 4, 5, 6], after.Select(Replica.NumberOf));
        Assert.Equal(before, after.Take(5));
    }

    [Fact]
    public async Task Killed_again_and_again_under_load_every_event_arrives_once_and_in_order()
    {
        await using var redis = await StartRedisAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var first = await Replica.StartAsync(database.ConnectionString, redis);
        await using var second = await Replica.StartAsync(database.ConnectionString, redis);
        var project = Guid.NewGuid();
        var (killing, written) = (KillAsync(), 0);

        while (!killing.IsCompleted)
        {
            await (written % 2 == 0 ? first : second).AddAsync(project, written++);
            await Task.Delay(5, Cancel);
        }

        await killing;
        await first.SentAsync();
        var events = await first.ReadAsync(project);
        Assert.Equal(Enumerable.Range(Math.Max(0, written - 1000), Math.Min(written, 1000)), events.Select(Replica.NumberOf));

        async Task KillAsync()
        {
            for (var round = 0; round < 3; round++)
            {
                await first.SentAsync();
                await redis.StopAsync();
                await redis.StartAsync();
            }
        }
    }

    [Fact]
    public async Task PostgreSQL_restarted_is_no_reason_to_stop()
    {
        await using var server = new PostgresServer();
        var database = await server.CreateDatabaseAsync();
        await using var replica = await Replica.StartAsync(database.ConnectionString, RedisServer.Shared);
        var project = Guid.NewGuid();
        await replica.AddAsync(project, 1);
        await replica.SentAsync();

        await server.StopAsync();
        Assert.False(await replica.Outbox.WaitUntilSentAsync(TimeSpan.FromSeconds(30), Cancel));
        await server.StartAsync();
        await replica.AddAsync(project, 2);

        await replica.SentAsync();
        Assert.Equal([1, 2], await replica.NumbersAsync(project));
    }

    private static async Task<RedisServer> StartRedisAsync()
    {
        var redis = new RedisServer();
        await redis.StartAsync();
        return redis;
    }
}
