using System.Text.Json;
using StackExchange.Redis;

namespace SreCopilot.AlertingService.Tests;

/// <summary>Failing monitors of synthetic-service, as its events tell of them.</summary>
public sealed class MonitorTests(AlertingServer server) : IClassFixture<AlertingServer>
{
    private static long _id = 1_000_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failing_monitor_is_an_alert_where_a_policy_says_so(bool includesMonitors)
    {
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        await project.AddAsync("/policies", "policy_id", new { name = "Monitors", includes_monitors = includesMonitors, channel_ids = new[] { await project.AddWebhookAsync(receiver.Address) } });
        var (alert, monitor, name) = (Guid.NewGuid(), Guid.NewGuid(), $"N{Guid.NewGuid():N}");

        await SendAsync(project, "alert.fired", alert, monitor, name, "synthetic");
        await SendAsync(project, "alert.fired", Guid.NewGuid(), monitor, "another system's", "alertmanager");
        if (!includesMonitors)
        {
            // Another project with a policy for monitors hears of its own: by then this one's would have been read, too.
            var other = server.NewProject();
            await other.AddAsync("/policies", "policy_id", new { name = "Monitors", includes_monitors = true });
            await SendAsync(other, "alert.fired", Guid.NewGuid(), monitor, name, "synthetic");
            await Wait.UntilAsync(async () => (await other.ActiveAsync()).Count == 1);
            Assert.Empty(await project.ActiveAsync());
            return;
        }

        await Wait.UntilAsync(async () => (await project.ActiveAsync()).Count == 1);
        Assert.Equal(($"{alert}", "monitor", "", "shop.example"), ((await project.ActiveAsync())[0] is var shown ? shown.Text("alert_id") : null, shown.Text("source"), shown.Text("condition_id"), shown.Text("service_name")));
        await server.DeliverAsync(project);
        await server.ReportAsync(project);
        Assert.Equal("critical", Assert.Single(server.Platform.IncidentsOf(name)).Severity);

        await SendAsync(project, "alert.resolved", alert, monitor, name, "synthetic");
        await Wait.UntilAsync(async () => (await project.ActiveAsync()).Count == 0);
        await server.DeliverAsync(project);
        await Wait.UntilAsync(() => server.Platform.IncidentsOf(name).TrueForAll(incident => incident.IsResolved));
        Assert.Equal(["firing", "resolved"], receiver.Received.Select(request => request.Json().Text("status")));
    }

    // As shared/SreCopilot.Events puts it there for synthetic-service.
    private async Task SendAsync(TestProject project, string type, Guid alert, Guid monitor, string name, string source)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.Redis);
        var id = Interlocked.Increment(ref _id);
        var envelope = JsonSerializer.Serialize(new
        {
            id, type, tenant_id = project.TenantId, project_id = project.Id, timestamp = "2026-03-01T10:20:30Z",
            data = new
            {
                alert_id = alert, alertname = $"Monitor {name} is failing", severity = "critical", status = "firing", service = "shop.example", message = "It did not answer in time.",
                monitor_id = monitor, monitor_name = name, labels = new { service = "shop.example", source },
            },
        });
        await redis.GetDatabase().SortedSetAddAsync($"events:log:{project.Id}", $"alerts\n{envelope}", id);
        await redis.GetDatabase().StringSetAsync("events:last", id);
    }
}
