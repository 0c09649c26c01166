using SreCopilot.PostgresFixture;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_are_a_clear_503_and_go_on_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new AiServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, server.Time.GetUtcNow().AddMinutes(-4));
        var incident = server.Platform.AddIncident(project, server.Time.GetUtcNow());

        await postgres.StopAsync();

        foreach (var answer in new[] { await project.Viewer.GetAsync("/feedback"), await AiServer.GenerateAsync(project, incident) })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();

        await Wait.UntilAsync(async () => (await project.Viewer.GetAsync("/feedback")).Code == 200);
        Assert.Equal(200, (await AiServer.GenerateAsync(project, incident)).Code);
    }
}
