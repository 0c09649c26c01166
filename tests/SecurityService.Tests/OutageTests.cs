using SreCopilot.PostgresFixture;

namespace SreCopilot.SecurityService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Requests_are_a_clear_503_and_work_again_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new SecurityServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a")));

        await postgres.StopAsync();

        foreach (var answer in new[] { await project.Viewer.GetAsync("/vulnerabilities"), await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-2", "a"))) })
        {
            Assert.Equal((503, "service_unavailable", true), (answer.Code, answer.Text("error"), answer.HasRetryAfter));
        }

        await postgres.StartAsync();

        Assert.Equal(200, (await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a"), ("CVE-2", "a")))).Code);
        Assert.Equal([("CVE-1", "a", "open"), ("CVE-2", "a", "open")], await project.FindingsAsync());
    }
}
