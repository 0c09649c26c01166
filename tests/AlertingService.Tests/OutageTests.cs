using SreCopilot.PostgresFixture;

namespace SreCopilot.AlertingService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_are_a_clear_503_and_evaluation_goes_on_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new AlertingServer(postgres);
        await server.InitializeAsync();
        await using var receiver = await TestBackend.StartAsync();
        var project = server.NewProject();
        var (_, metric) = await project.AddTellingAsync(receiver.Address);

        await postgres.StopAsync();

        foreach (var answer in new[] { await project.Viewer.GetAsync("/conditions"), await project.Engineer.PostAsync("/conditions", TestThings.Condition("m")) })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();
        await Wait.UntilAsync(async () => (await project.Viewer.GetAsync("/conditions")).Code == 200);
        server.Platform.Set(metric, 10);
        await server.EvaluateAsync(project);
        await server.DeliverAsync(project);

        Assert.Equal("firing", Assert.Single(receiver.Received).Json().Text("status"));
    }
}
