using SreCopilot.PostgresFixture;

namespace SreCopilot.IncidentService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_are_a_clear_503_and_work_again_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new IncidentServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync();

        await postgres.StopAsync();

        foreach (var answer in new[]
        {
            await project.Viewer.GetAsync("/incidents"), await project.Viewer.GetAsync("/incidents-stats"),
            await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "closed" }),
            await project.Service.PostAsync("/internal/incidents", new { deduplication_key = "k", title = "T", service_name = "s", source = "x" }),
        })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();

        Assert.Equal("detected", (await project.Viewer.GetAsync($"/incidents/{incident}")).Text("state"));
        Assert.Equal(200, (await project.Engineer.PatchAsync($"/incidents/{incident}/state", new { state = "closed" })).Code);
    }
}
