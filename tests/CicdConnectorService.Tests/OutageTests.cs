using SreCopilot.PostgresFixture;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_and_webhooks_are_a_clear_503_and_work_again_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new CicdServer(postgres);
        await server.InitializeAsync();
        var (project, provider) = (server.NewProject(), server.GitHub);
        var connection = await project.ConnectAsync(provider);
        var (body, headers) = provider.Webhook(new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun()), connection.Secret, "d", default);

        await postgres.StopAsync();

        foreach (var answer in new[]
        {
            await project.Viewer.GetAsync("/connections"), await connection.SyncAsync(), await project.Admin.PostAsync("/deployment-hook", new { }),
            await server.SendWebhookAsync(connection.WebhookPath, body, headers),
        })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();

        Assert.Equal(200, (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code);
        Assert.Equal("connected", (await connection.SyncAsync()).Text("status"));
        Assert.Single(await project.DeploymentsAsync());
    }
}
