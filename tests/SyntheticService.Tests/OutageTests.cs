using SreCopilot.PostgresFixture;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_are_a_clear_503_and_checks_go_on_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new SyntheticServer(postgres);
        await server.InitializeAsync();
        await using var target = await TestBackend.StartAsync();
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(TestMonitors.Body(target.Address));
        await server.CheckAsync(project, id);

        await postgres.StopAsync();

        foreach (var answer in new[] { await project.Viewer.GetAsync("/monitors"), await project.Engineer.PostAsync("/monitors", TestMonitors.Body("https://shop.example/")) })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();

        await Wait.UntilAsync(async () => (await project.Viewer.GetAsync($"/monitors/{id}")).Code == 200);
        Assert.True((await server.CheckAsync(project, id)).Succeeded());
    }
}
