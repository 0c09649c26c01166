using System.Text.Json;

namespace SreCopilot.LogService.Tests;

/// <summary>Services that write logs are told to metrics-collector-service, which keeps the registry.</summary>
public sealed class RegistryTests(LogServer server) : IClassFixture<LogServer>
{
    [Fact]
    public async Task A_service_that_writes_logs_is_told_in_the_name_of_its_project_and_not_with_every_line()
    {
        var (one, other) = (server.NewProject(), server.NewProject());
        await one.IngestAsync(new { service_name = "only-logs", message = "m" });
        await other.IngestAsync(new { service_name = "another", message = "m" });
        await Wait.UntilAsync(() => Told("only-logs").Count > 0 && Told("another").Count > 0);
        Assert.Equal((one.Id, other.Id), (Assert.Single(Told("only-logs")), Assert.Single(Told("another"))));

        // The next round tells the new one, so what is known would have been told with it.
        await one.IngestAsync(new { service_name = "only-logs", message = "m" }, new { service_name = "a-new-one", message = "m" });
        await Wait.UntilAsync(() => Told("a-new-one").Count > 0);
        Assert.Single(Told("only-logs"));
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_later()
    {
        server.IsRegistryAway = true;
        await server.NewProject().IngestAsync(new { service_name = "patient", message = "m" });
        await Wait.UntilAsync(() => server.RefusedReports > 1);
        Assert.Empty(Told("patient"));

        server.IsRegistryAway = false;
        await Wait.UntilAsync(() => Told("patient").Count > 0);
    }

    private List<Guid?> Told(string service) =>
        [.. server.Reports.Where(report => JsonDocument.Parse(report.Body).RootElement.GetProperty("services").EnumerateArray().Any(one => one.GetProperty("service_name").GetString() == service)).Select(report => report.Project)];
}
