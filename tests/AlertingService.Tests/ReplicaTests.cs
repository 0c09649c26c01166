using System.Diagnostics;

namespace SreCopilot.AlertingService.Tests;

/// <summary>Two replicas on one database.</summary>
public sealed class ReplicaTests(TwoReplicas two, PostgresFixture.PostgresServer postgres) : IClassFixture<TwoReplicas>
{
    [Fact]
    public async Task Every_alert_fires_once_and_is_told_once_however_many_replicas_there_are()
    {
        const int Conditions = 40;
        await using var receiver = await TestBackend.StartAsync();
        var server = two.Servers;
        var project = server.NewProject();
        var metrics = Enumerable.Range(0, Conditions).Select(_ => TestThings.NewMetric()).ToList();
        var ids = new List<Guid>();
        foreach (var metric in metrics)
        {
            ids.Add(await project.AddConditionAsync(metric));
            server.Platform.Set(metric, 10);
        }

        await project.AddPolicyAsync([.. ids], [await project.AddWebhookAsync(receiver.Address)]);
        for (var round = 0; round < 3; round++)
        {
            await server.EvaluateAsync(project);
            await server.DeliverAsync(project);
        }

        metrics.ForEach(metric => server.Platform.Set(metric, 1));
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);

        var told = receiver.Received.SelectMany(request => request.Json().GetProperty("alerts").EnumerateArray()).Select(alert => (alert.Text("alert_id"), alert.Text("status"))).ToList();
        Assert.Equal((2 * Conditions, 2 * Conditions), (told.Count, told.Distinct().Count()));
        Assert.Equal((long)Conditions, await server.SqlAsync($"select count(*) from alerts where project_id = '{project.Id}'"));
        Assert.Equal(receiver.Received.Count, receiver.Received.Select(request => request.Headers["X-Webhook-Delivery"]).Distinct().Count());
        Assert.Equal((long)receiver.Received.Count, await server.SqlAsync($"select sum(attempts)::bigint from notifications where project_id = '{project.Id}'"));
        await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"select count(*) from problems where project_id = '{project.Id}' and closed_at is not null"))! == Conditions);
    }

    [Fact]
    public async Task What_a_killed_replica_was_saying_is_said_by_another()
    {
        var asked = 0;
        var hanging = new TaskCompletionSource();
        await using var receiver = await TestBackend.StartAsync(_ => Interlocked.Increment(ref asked) == 1 ? hanging.Task : Task.CompletedTask);
        await using var server = new AlertingServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        var (_, metric) = await project.AddTellingAsync(receiver.Address);
        server.Platform.Set(metric, 10);

        // Its clock is the real one, months ahead of this test's: to it, everything is due, to the other replica nothing yet.
        using var replica = StartReplica(server);
        await Wait.UntilAsync(() => asked == 1);
        replica.Kill();
        await replica.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("waiting", await server.SqlAsync($"select status from notifications where project_id = '{project.Id}'"));

        server.Time.Advance(DateTimeOffset.UtcNow - server.Time.GetUtcNow() + TimeSpan.FromMinutes(2));
        await Wait.UntilAsync(async () => (await project.NotificationsAsync("sent")).Count == 1);
        hanging.SetResult();

        // Twice on the wire, once by its id; and one alert, one incident.
        Assert.Equal((2, 1), (receiver.Received.Count, receiver.Received.Select(request => request.Headers["X-Webhook-Delivery"]).Distinct().Count()));
        Assert.Single(await project.AlertsAsync());
        await server.ReportAsync(project);
        Assert.Single(server.Platform.Incidents, incident => !incident.IsResolved);
    }

    // A program of its own, which can be killed.
    private static Process StartReplica(AlertingServer server)
    {
        var program = typeof(ReplicaTests).Assembly.Location.Replace("AlertingService.Tests.dll", "alerting-service.dll", StringComparison.Ordinal);
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
                ["ENCRYPTION_KEY"] = AlertingServer.EncryptionKey,
                ["METRICS_COLLECTOR_URL"] = server.Platform.Address,
                ["LOG_SERVICE_URL"] = server.Platform.Address,
                ["INCIDENT_SERVICE_URL"] = server.Platform.Address,
                ["OutboundHttp__AllowedNetworks"] = "127.0.0.0/8",
                ["Notifications__GroupSeconds"] = "0",
                ["Notifications__TimeoutSeconds"] = "25",
            },
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
