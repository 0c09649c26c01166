using System.Text;

namespace SreCopilot.WebsocketService.Tests;

/// <summary>Who gets which events, when, and how often.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task Events_reach_all_connections_of_the_project_and_nobody_else()
    {
        await using var server = await Server.StartAsync();
        var ana = TestUser.New();
        var otherProject = ana with { ProjectId = Guid.NewGuid() };
        await using var tab1 = await server.ConnectAsync(ana);
        await using var tab2 = await server.ConnectAsync(ana);
        await using var ben = await server.ConnectAsync(ana.Colleague());
        await using var eve = await server.ConnectAsync(TestUser.New());
        await using var anaElsewhere = await server.ConnectAsync(otherProject);

        var id = await server.PublishAsync(ana, 1);
        await server.PublishAsync(otherProject, 2);

        foreach (var client in (Client[])[tab1, tab2, ben])
        {
            var message = (await client.ReadAsync()).Json;
            Assert.Equal(id, message.GetProperty("id").GetInt64());
            Assert.Equal(["id", "type", "data", "tenant_id", "project_id", "timestamp"], message.EnumerateObject().Select(field => field.Name));
            await client.AssertNothingWaitsAsync();
        }

        Assert.Equal([2], await anaElsewhere.NumbersAsync(1));
        await eve.AssertNothingWaitsAsync();

        // One tab less is no reason for silence in the other.
        await tab1.DisposeAsync();
        await server.PublishAsync(ana, 3);
        Assert.Equal([3], await tab2.NumbersAsync(1));
    }

    [Fact]
    public async Task Neither_replay_nor_subscribe_nor_a_foreign_event_in_the_log_crosses_the_border()
    {
        await using var server = await Server.StartAsync();
        var (victim, eve) = (TestUser.New(), TestUser.New());
        await server.PublishAsync(victim, 1);

        await using var client = await server.ConnectAsync(eve, lastEventId: 0);
        Assert.Equal(0, (await client.ReadAsync()).Json.GetProperty("count").GetInt32());
        await client.SendAsync($$"""{"type":"subscribe","channels":["incidents","{{victim.ProjectId}}","events:log:{{victim.ProjectId}}","*"]}""");
        await client.ReadAsync();
        await client.SendAsync($$"""{"type":"renew","token":"{{victim.Ticket()}}"}""");
        Assert.Equal("error", (await client.ReadAsync()).Type);
        // A service that mixes projects up: the victim's envelope in the log of the other.
        await server.PublishAsync(victim, 2, logOf: eve.ProjectId);
        await server.PublishAsync(victim with { ProjectId = eve.ProjectId }, 3);
        await server.PublishAsync(eve, 4);

        Assert.Equal([4], await client.NumbersAsync(1));
        await client.AssertNothingWaitsAsync();
    }

    [Fact]
    public async Task Coming_back_with_the_last_id_gets_what_was_missed_and_then_the_rest()
    {
        await using var server = await Server.StartAsync();
        var user = TestUser.New();
        long last;
        await using (var before = await server.ConnectAsync(user))
        {
            await server.PublishAsync(user, 1);
            last = (await before.ReadAsync()).Json.GetProperty("id").GetInt64();
        }

        await server.PublishAsync(user, 2, count: 250);
        await using var after = await server.ConnectAsync(user, last);
        Assert.Equal(Enumerable.Range(2, 250), await after.NumbersAsync(250));
        var replayed = (await after.ReadAsync()).Json;
        Assert.Equal("replayed", replayed.GetProperty("type").GetString());
        Assert.Equal(250, replayed.GetProperty("count").GetInt32());
        Assert.True(replayed.GetProperty("complete").GetBoolean());
        await server.PublishAsync(user, 252);
        Assert.Equal([252], await after.NumbersAsync(1));
    }

    [Fact]
    public async Task What_cannot_be_replayed_is_not_passed_over_in_silence()
    {
        await using var server = await Server.StartAsync();
        var user = TestUser.New();
        var first = await server.PublishAsync(user, 1);
        await server.PublishAsync(user, 2, count: 1000);

        await using var client = await server.ConnectAsync(user, first);

        Assert.Equal(Enumerable.Range(2, 1000), await client.NumbersAsync(1000));
        Assert.False((await client.ReadAsync()).Json.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task Joining_and_coming_back_in_the_middle_of_a_stream_misses_and_repeats_nothing()
    {
        await using var server = await Server.StartAsync();
        var user = TestUser.New();
        const int Count = 400;
        await server.PublishAsync(user, 0);
        var publishing = PublishAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var (numbers, last) = (new List<int>(), 0L);
            while (numbers.Count < Count)
            {
                await using var client = await server.ConnectAsync(user, last);
                for (var i = 0; i < 37 && numbers.Count < Count; i++)
                {
                    var message = (await client.ReadAsync()).Json;
                    if (message.TryGetProperty("id", out var id))
                    {
                        last = id.GetInt64();
                        numbers.Add(message.GetProperty("data").GetInt32());
                    }
                }
            }

            Assert.Equal(Enumerable.Range(0, Count), numbers);
        }));
        await publishing;

        async Task PublishAsync()
        {
            for (var number = 1; number < Count; number++)
            {
                await server.PublishAsync(user, number);
            }
        }
    }

    [Fact]
    public async Task A_slow_client_is_dropped_and_slows_nobody()
    {
        await using var server = await Server.StartAsync(("WebSockets:QueueLength", "8"), ("WebSockets:CloseSeconds", "60"));
        var user = TestUser.New();
        await using var slow = await server.ConnectAsync(user, receiveBuffer: 4096);
        await using var quick = await server.ConnectAsync(user);
        var big = $"\"{new string('x', 200_000)}\"";

        for (var number = 0; number < 100; number++)
        {
            await server.PublishAsync(user, number, data: big);
            Assert.Equal("note.written", (await quick.ReadAsync()).Type);
        }

        // It learns why as soon as it reads, and got no event twice or out of order until then.
        var (count, last) = (0, 0L);
        var message = await slow.ReadAsync();
        for (; message.CloseCode == 0; message = await slow.ReadAsync())
        {
            var id = message.Json.GetProperty("id").GetInt64();
            Assert.True(id > last);
            (count, last) = (count + 1, id);
        }

        Assert.Equal((4003, "too_slow"), (message.CloseCode, message.Text));
        Assert.InRange(count, 0, 99);
        await quick.AssertNothingWaitsAsync();
        Assert.Contains("reason=\"too_slow\"", await server.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_replicas_deliver_the_same()
    {
        await using var one = await Server.StartAsync();
        await using var two = await Server.StartAsync();
        var user = TestUser.New();
        await using var here = await one.ConnectAsync(user);
        await using var there = await two.ConnectAsync(user);

        await one.PublishAsync(user, 0, count: 50);

        Assert.Equal(Enumerable.Range(0, 50), await here.NumbersAsync(50));
        Assert.Equal(Enumerable.Range(0, 50), await there.NumbersAsync(50));
    }

    [Fact]
    public async Task A_lost_message_of_Redis_only_costs_time()
    {
        await using var server = await Server.StartAsync();
        var user = TestUser.New();
        await using var client = await server.ConnectAsync(user);
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(RedisServer.Shared.ConnectionString);

        // Garbage on the channels harms nothing.
        foreach (var garbage in (string[])["", "x", "[]", """{"id":1}""", """{"project_id":"x","id":true}"""])
        {
            await redis.GetSubscriber().PublishAsync(StackExchange.Redis.RedisChannel.Literal("incidents"), garbage);
        }

        // In the log but never published: the next look at the highest id finds it.
        var id = await server.PublishAsync(user, 1) + 1_000_000;
        Assert.Equal([1], await client.NumbersAsync(1));
        var envelope = $$"""{"id":{{id}},"type":"note.written","data":2,"tenant_id":"{{user.TenantId}}","project_id":"{{user.ProjectId}}"}""";
        await redis.GetDatabase().SortedSetAddAsync($"events:log:{user.ProjectId}", Encoding.UTF8.GetBytes($"alerts\n{envelope}"), id);
        await redis.GetDatabase().StringSetAsync("events:last", id);

        Assert.Equal([2], await client.NumbersAsync(1));
    }

    [Fact]
    public async Task Redis_killed_and_back_loses_nothing()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var server = await Server.StartAsync(redis, null);
        var user = TestUser.New();
        await using var client = await server.ConnectAsync(user);
        await server.PublishAsync(user, 1);
        Assert.Equal([1], await client.NumbersAsync(1));

        await redis.StopAsync();
        await using var meanwhile = await server.ConnectAsync(user.Colleague());
        await client.AssertNothingWaitsAsync();
        Assert.True((await server.Http.GetAsync("/health", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        await using var replay = await server.ConnectAsync(user, lastEventId: 0);
        Assert.False((await replay.ReadAsync()).Json.GetProperty("complete").GetBoolean());
        await redis.StartAsync();

        await Wait.UntilAsync(async () =>
        {
            try
            {
                await server.PublishAsync(user, 2);
                return true;
            }
            catch (StackExchange.Redis.RedisException)
            {
                return false;
            }
        });
        Assert.Equal([2], await client.NumbersAsync(1));
        Assert.Equal([2], await meanwhile.NumbersAsync(1));
    }
}
