namespace SreCopilot.LogService.Tests;

public sealed class HistogramTests(LogServer server) : IClassFixture<LogServer>
{
    [Theory]
    [InlineData("")]
    [InlineData("&query=line")]
    public async Task Lines_are_counted_per_interval_and_level(string query)
    {
        var project = server.NewProject();
        await project.IngestAsync(
            new { service_name = "a", message = "line 1", level = "ERROR", timestamp = "2026-03-01T09:00:00Z" },
            new { service_name = "b", message = "line 2", timestamp = "2026-03-01T09:09:59.999Z" },
            new { service_name = "b", message = "line 3", timestamp = "2026-03-01T09:10:00Z" },
            new { service_name = "b", message = "line 4", timestamp = "2026-03-01T11:00:00Z" });

        var answer = await project.Viewer.GetAsync($"/logs/histogram?time_from=2026-03-01T09:00:00Z&time_to=2026-03-01T09:29:59Z&interval_seconds=600{query}");

        Assert.Equal(
            ["2026-03-01T09:00:00Z 2 {\"INFO\":1,\"ERROR\":1}", "2026-03-01T09:10:00Z 1 {\"INFO\":1}", "2026-03-01T09:20:00Z 0 {}"],
            answer["buckets"].EnumerateArray().Select(bucket => $"{bucket.GetProperty("timestamp").GetString()} {bucket.GetProperty("count")} {bucket.GetProperty("by_level")}"));
        Assert.Equal((3, 600), (answer.Number("total"), answer.Number("interval_seconds")));
    }

    [Fact]
    public async Task Without_parameters_it_is_the_last_day()
    {
        var project = server.NewProject();
        await project.IngestAsync(new { service_name = "a", message = "x" }, new { service_name = "a", message = "x", timestamp = "2026-02-20T00:00:00Z" });

        var answer = await project.Viewer.GetAsync("/logs/histogram");
        var narrow = await project.Viewer.GetAsync("/logs/histogram?service=b");

        Assert.Equal((1, 900), (answer.Number("total"), answer.Number("interval_seconds")));
        Assert.InRange(answer["buckets"].GetArrayLength(), 96, 98);
        Assert.Equal(0, narrow.Number("total"));
    }

    [Theory]
    [InlineData("interval_seconds=61")]
    [InlineData("interval_seconds=60&time_from=2020-01-01T00:00:00Z")]
    [InlineData("time_from=2199-01-01T00:00:00Z&time_to=2026-01-01T00:00:00Z")]
    public async Task Nonsense_is_named(string query) => Assert.Equal(400, (await server.NewProject().Viewer.GetAsync($"/logs/histogram?{query}")).Code);
}
