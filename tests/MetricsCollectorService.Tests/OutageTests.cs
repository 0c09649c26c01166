using SreCopilot.PostgresFixture;

namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_are_a_clear_503_and_work_again_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new MetricsServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        await project.SendSpansAsync(new { trace_id = "before", service_name = "s" });

        await postgres.StopAsync();

        foreach (var answer in new[]
        {
            await project.Key.PostAsync("/traces/ingest", new { spans = new[] { new { trace_id = "during", service_name = "s" } } }),
            await project.Key.PostAsync("/errors/ingest", new { service_name = "s", error_class = "E" }),
            await project.Key.PostAsync("/infrastructure/ingest", new { hostname = "h" }),
            await project.Key.PostAsync("/browser/ingest", new { app_name = "a" }),
            await project.Viewer.GetAsync("/traces"),
            await project.Engineer.PostAsync("/dashboards", new { name = "d" }),
        })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();

        Assert.Equal("before", (await project.Viewer.GetAsync("/traces")).Ok().Joined("trace_id"));
        await project.SendSpansAsync(new { trace_id = "after", service_name = "s" });
        (await project.Viewer.GetAsync("/traces/after")).Ok();
    }
}
