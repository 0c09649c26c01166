namespace SreCopilot.MetricsCollectorService.Tests.Errors;

public sealed class ErrorTimeTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Theory]
    [InlineData("\"2026-03-01T09:00:00+00:00Z\"", "2026-03-01T09:00:00Z")]
    [InlineData("\"2026-03-01\"", "2026-03-01T00:00:00Z")]
    [InlineData("\"2026-03-01T09:00:00.5\"", "2026-03-01T09:00:00.500000Z")]
    [InlineData("\"2026-03-01T10:00:00+01:00\"", "2026-03-01T09:00:00Z")]
    [InlineData("1772355600", "2026-03-01T09:00:00Z")]
    [InlineData("1772355600000", "2026-03-01T09:00:00Z")]
    [InlineData("\"rubbish\"", "2026-03-01T10:20:30Z")]
    [InlineData("null", "2026-03-01T10:20:30Z")]
    [InlineData("\"2031-01-01T00:00:00Z\"", "2026-03-01T10:20:30Z")]
    public async Task Every_form_of_time_is_understood(string sent, string stored)
    {
        var project = server.NewProject();

        (await project.Key.SendAsync(HttpMethod.Post, "/errors/ingest", $$"""{"service":"web","error_class":"E","timestamp":{{sent}}}""")).Ok();

        Assert.Equal(stored, (await project.Viewer.GetAsync("/errors/groups")).Ok().Joined("last_seen"));
    }
}
