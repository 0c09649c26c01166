using System.Diagnostics;
using System.Globalization;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>Two replicas on one database.</summary>
public sealed class ReplicaTests(TwoReplicas two, PostgresFixture.PostgresServer postgres) : IClassFixture<TwoReplicas>
{
    [Fact]
    public async Task Every_due_moment_is_checked_exactly_once()
    {
        const int Monitors = 40;
        const int Rounds = 5;
        await using var target = await TestBackend.StartAsync();
        var server = two.Servers;
        var project = server.NewProject();
        for (var number = 0; number < Monitors; number++)
        {
            await project.AddMonitorAsync(new { name = $"M{number}", type = "api_test", url = $"{target.Address}/{number}", frequency_seconds = 30, retries = 0, timeout_seconds = 60 });
        }

        for (var round = 1; round <= Rounds; round++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(30));
            await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"select count(*) from monitors where project_id = '{project.Id}' and next_run_at > '{server.Time.GetUtcNow():O}'"))! == Monitors);
        }

        // Each monitor as often as it has results, and no moment twice.
        var results = (long)(await server.SqlAsync($"select count(*) from results where project_id = '{project.Id}'"))!;
        Assert.InRange(results, Monitors * Rounds, Monitors * (Rounds + 1));
        Assert.Equal(results, target.Received.Count);
        Assert.Equal(results, await server.SqlAsync($"select count(distinct (monitor_id, scheduled_for)) from results where project_id = '{project.Id}'"));
        Assert.Equal(results, await server.SqlAsync($"select count(*) from results where project_id = '{project.Id}' and success"));
        await server.SqlAsync($"delete from monitors where project_id = '{project.Id}'");
    }

    [Fact]
    public async Task What_a_killed_replica_was_doing_is_taken_over()
    {
        var asked = 0;
        var hanging = new TaskCompletionSource();
        await using var target = await TestBackend.StartAsync(_ => Interlocked.Increment(ref asked) == 1 ? hanging.Task : Task.CompletedTask);
        await using var server = new SyntheticServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = target.Address, frequency_seconds = 30, retries = 0, timeout_seconds = 60 });

        // Its clock is the real one, months ahead of this test's: to it, the monitor is due, to the other replica not yet.
        using var replica = StartReplica(server);
        await Wait.UntilAsync(() => asked == 1);
        replica.Kill();
        await replica.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, (await project.Viewer.GetAsync($"/monitors/{id}/results")).Number("total"));

        server.Time.Advance(DateTimeOffset.UtcNow - server.Time.GetUtcNow());
        Assert.NotEqual(DBNull.Value, await server.SqlAsync($"select lease_id from monitors where id = '{id}'"));
        Assert.Equal(1, asked);
        server.Time.Advance(TimeSpan.FromSeconds(60 + 30 + 5));

        await Wait.UntilAsync(async () => (await project.Viewer.GetAsync($"/monitors/{id}/results")).Number("total") == 1);
        Assert.Equal(2, asked);
        hanging.SetResult();
    }

    [Fact]
    public async Task A_replica_that_stops_gives_back_what_it_was_doing()
    {
        var asked = 0;
        var hanging = new TaskCompletionSource();
        await using var target = await TestBackend.StartAsync(_ => Interlocked.Increment(ref asked) == 1 ? hanging.Task : Task.CompletedTask);
        await using var server = new SyntheticServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = target.Address, frequency_seconds = 30, retries = 0, timeout_seconds = 60 });
        using var replica = StartReplica(server);
        await Wait.UntilAsync(() => asked == 1);

        using (var terminate = Process.Start("kill", ["-TERM", $"{replica.Id}"]))
        {
            await replica.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(DBNull.Value, await server.SqlAsync($"select lease_id from monitors where id = '{id}'"));
        server.Time.Advance(TimeSpan.FromSeconds(10));
        await Wait.UntilAsync(async () => (await project.Viewer.GetAsync($"/monitors/{id}/results")).Number("total") == 1);
        hanging.SetResult();
    }

    // A program of its own, which can be killed.
    private static Process StartReplica(SyntheticServer server)
    {
        var program = typeof(ReplicaTests).Assembly.Location.Replace("SyntheticService.Tests.dll", "synthetic-service.dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ConnectionStrings__srecopilot"] = server.ConnectionString,
                ["ConnectionStrings__redis"] = server.Redis,
                ["INTERNAL_SERVICE_KEY"] = "tests sign their internal tokens with it",
                ["ENCRYPTION_KEY"] = SyntheticServer.EncryptionKey,
                ["OutboundHttp__AllowedNetworks"] = "127.0.0.0/8",
                ["Runner__PollSeconds"] = 0.1.ToString(CultureInfo.InvariantCulture),
            },
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
