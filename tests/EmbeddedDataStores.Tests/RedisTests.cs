using StackExchange.Redis;

namespace SreCopilot.EmbeddedDataStores.Tests;

/// <summary>EmbeddedRedis through the client library that the services use.</summary>
public sealed class RedisTests
{
    [Theory]
    [InlineData(nameof(Signal.Terminate))]
    [InlineData(nameof(Signal.Kill))]
    public async Task Values_survive_a_restart_after(string end)
    {
        var folder = TestFolder.New();
        await using (var first = await StartAsync(folder))
        {
            await first.Client.GetDatabase().StringSetAsync("key", "kept");
            await first.Client.GetDatabase().ListRightPushAsync("list", ["a", "b"]);
            if (end == nameof(Signal.Kill))
            {
                // A killed server keeps what it had committed.
                await first.Client.GetDatabase().ExecuteAsync("COMMITAOF");
            }

            var exitCode = await first.Program.EndAsync(Enum.Parse<Signal>(end));
            Assert.Equal(end == nameof(Signal.Kill), exitCode != 0);
        }

        await using var second = await StartAsync(folder);
        Assert.Equal("kept", await second.Client.GetDatabase().StringGetAsync("key"));
        Assert.Equal(2, await second.Client.GetDatabase().ListLengthAsync("list"));
    }

    [Fact]
    public async Task Published_messages_reach_subscribers()
    {
        await using var server = await StartAsync();
        var channel = await server.Client.GetSubscriber().SubscribeAsync(RedisChannel.Pattern("events.*"));

        await server.Client.GetSubscriber().PublishAsync(RedisChannel.Literal("events.incident"), "opened");

        var message = await channel.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("opened", message.Message);
    }

    [Fact]
    public async Task Lua_scripts_run()
    {
        await using var server = await StartAsync();

        var result = await server.Client.GetDatabase().ScriptEvaluateAsync(
            "local n = redis.call('INCR', KEYS[1]) redis.call('PEXPIRE', KEYS[1], ARGV[1]) return n", ["attempts"], [60_000]);

        Assert.Equal(1, (int)result);
        Assert.NotNull(await server.Client.GetDatabase().KeyTimeToLiveAsync("attempts"));
    }

    [Fact]
    public async Task A_second_server_on_the_same_port_or_data_says_so()
    {
        var folder = TestFolder.New();
        await using var server = await StartAsync(folder);

        await using var samePort = Launch(TestFolder.New(), server.Port);
        await using var sameData = Launch(folder, TestPort.Free());

        Assert.Equal(1, await samePort.ExitCodeAsync());
        Assert.Contains($"Port {server.Port} on 127.0.0.1 is already in use", samePort.Output, StringComparison.Ordinal);
        Assert.Equal(1, await sameData.ExitCodeAsync());
        Assert.Contains("is in use by another server", sameData.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_wrong_settings_are_named_at_once()
    {
        await using var program = new EmbeddedProgram("EmbeddedRedis", new() { ["HEALTH_PORT"] = "0", ["REDIS_PORT"] = "" });

        Assert.Equal(1, await program.ExitCodeAsync());
        Assert.Contains("HEALTH_PORT is '0'", program.Output, StringComparison.Ordinal);
        Assert.Contains("REDIS_PORT is not set", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        await using var program = Launch("/proc/redis", TestPort.Free());

        Assert.Equal(1, await program.ExitCodeAsync());
        Assert.Contains("The data directory /proc/redis cannot be created", program.Output, StringComparison.Ordinal);
    }

    private static EmbeddedProgram Launch(string folder, int port) =>
        new("EmbeddedRedis", new() { ["REDIS_PORT"] = $"{port}", ["REDIS_DATA_DIR"] = folder });

    private static async Task<RunningRedis> StartAsync(string? folder = null)
    {
        var port = TestPort.Free();
        var program = Launch(folder ?? TestFolder.New(), port);
        await program.WaitUntilHealthyAsync();
        return new RunningRedis(program, port, await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port}"));
    }

    private sealed record RunningRedis(EmbeddedProgram Program, int Port, ConnectionMultiplexer Client) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await Program.DisposeAsync();
        }
    }
}
