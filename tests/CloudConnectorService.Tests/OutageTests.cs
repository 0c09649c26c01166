using SreCopilot.PostgresFixture;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_are_a_clear_503_and_work_again_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new CloudServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        var account = server.Aws.NewAccount();
        var connection = await server.ConnectAsync(project, server.Aws, account);

        await postgres.StopAsync();

        foreach (var answer in new[]
        {
            await project.Viewer.GetAsync("/connections"), await project.Viewer.GetAsync("/resources"), await project.Viewer.GetAsync("/changes"),
            await project.As("admin").PostAsync($"{connection.Path}/sync", new { }), await project.As("admin").PatchAsync(connection.Path, new { name = "x" }),
        })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();
        account.Machines.Add(new FakeItem("web"));
        Assert.Equal(("connected", 1), (await connection.SyncAsync()) is var good ? (good.Text("status"), good.Number("resources_count")) : default);
    }
}
