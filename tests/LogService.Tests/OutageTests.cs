using SreCopilot.PostgresFixture;

namespace SreCopilot.LogService.Tests;

/// <summary>PostgreSQL goes away under the running service and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Lines_are_refused_with_503_and_stored_again_without_a_restart()
    {
        await using var postgres = new PostgresServer();
        await using var server = new LogServer(postgres);
        await server.InitializeAsync();
        var project = server.NewProject();
        await project.IngestAsync(new { service_name = "s", message = "user alice failed" });

        await postgres.StopAsync();

        var body = new { logs = new[] { new { service_name = "s", message = "a new pattern 7" } } };
        var refused = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => project.Key.PostAsync("/logs/ingest", body)));
        Assert.All(refused, answer => Assert.Equal((503, true), (answer.Code, answer.HasRetryAfter)));
        var search = await project.SearchAsync("");
        Assert.Equal((503, true), (search.Code, search.HasRetryAfter));

        await postgres.StartAsync();

        Assert.Equal(2, (await project.IngestAsync(new { service_name = "s", message = "a new pattern 8" })).Number("total"));
        // A pattern that could not be stored at first is stored with the lines that came through.
        Assert.Equal(["a new pattern <*>", "user alice failed"], (await project.Viewer.GetAsync("/logs/patterns")).Each("patterns", "pattern").Order());
    }
}
