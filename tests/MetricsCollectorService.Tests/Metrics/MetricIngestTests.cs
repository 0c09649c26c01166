namespace SreCopilot.MetricsCollectorService.Tests.Metrics;

/// <summary><c>POST /metrics/ingest</c></summary>
public sealed class MetricIngestTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task Points_are_found_again_as_they_were_sent()
    {
        var project = server.NewProject();
        var answer = (await project.Key.PostAsync("/metrics/ingest", new
        {
            metrics = new object[]
            {
                new { service_name = "web", metric_name = "cpu", value = 10.5, tags = new { host = "a" }, timestamp = "2026-03-01T10:00:00Z" },
                new { service = "web", name = "cpu", value = "20.5", tags = new { host = "a" }, timestamp = "2026-03-01T10:00:10.000000+00:00Z" },
                new { service_name = "web", metric_name = "cpu", value = 99, tags = new { host = "b" }, timestamp = "2026-03-01T10:00:00" },
                new { service_name = "web", metric_name = "cpu", value = 1, tags = new { host = "a" }, timestamp = 1772359260 },
                new { service_name = "web", metric_name = "cpu", value = 7 },
                new { service_name = "web", metric_name = "cpu", value = 7, timestamp = "whenever" },
            },
        })).Ok();

        Assert.Equal((6, 0), ((int)answer.Double("ingested"), (int)answer.Double("rejected")));
        Assert.Equal("10:00:00=15.5 10:01:00=1", await QueryAsync(project, "metric=cpu&label.host=a&step=60"));
        Assert.Equal("10:00:00=99", await QueryAsync(project, "metric=cpu&label.host=b&step=60"));
        // Without a readable time: now, 10:20:30.
        Assert.Equal("10:20:30=2", await QueryAsync(project, "metric=cpu&step=1&aggregation=count&time_from=2026-03-01T10:20:00Z"));
        Assert.Equal("web", (await project.Viewer.GetAsync("/metrics/services")).Ok()[0].GetString());
    }

    [Fact]
    public async Task Requests_and_errors_of_the_SDK_become_transactions_and_errors_and_few_series()
    {
        var project = server.NewProject();
        foreach (var n in Enumerable.Range(0, 20))
        {
            (await project.Key.PostAsync("/metrics/ingest", new
            {
                metrics = new object[]
                {
                    new
                    {
                        service_name = "shop", metric_name = "http.request", value = 10 + n, metric_type = "histogram",
                        tags = new { transaction_id = $"t{n}", endpoint = "/pay", method = "POST", status_code = 200, db_duration_ms = 1, external_duration_ms = 0, error = "" },
                    },
                    new { service_name = "shop", metric_name = "error", value = 1, metric_type = "counter", tags = new { error_class = "ValueError", message = $"bad id {n}", stack_trace = "at 1" } },
                },
            })).Ok();
        }

        Assert.Equal(20, (await project.Viewer.GetAsync("/metrics/services/shop/overview")).Ok().Double("total_transactions"));
        Assert.Equal("ValueError", (await project.Viewer.GetAsync("/errors/groups")).Ok().Joined("error_class"));
        Assert.Equal("http.request", (await project.Viewer.GetAsync("/metrics/names?search=http")).Ok().Joined("name"));
        Assert.Equal("1", (await project.Viewer.GetAsync("/metrics/names?search=http")).Ok().Joined("series"));
        Assert.Equal("10:20:00=19.5", await QueryAsync(project, "metric=http.request&step=60&aggregation=p50"));
    }

    [Theory]
    [InlineData("""{"metrics":[{"metric_name":"m","value":"fast"}]}""", "metrics[0].value: must be a number")]
    [InlineData("""{"metrics":[{"metric_name":"m","value":1e999}]}""", "metrics[0].value: must be a number")]
    [InlineData("""{"metrics":[{"metric_name":"m","value":"NaN"}]}""", "metrics[0].value: must be a number")]
    [InlineData("""{"metrics":[{"metric_name":"ok"},{"value":1}]}""", "metrics[1].metric_name: is required")]
    [InlineData("""{"metrics":[{"metric_name":"m","tags":[]}]}""", "metrics[0].tags: must be an object")]
    [InlineData("""{"metrics":[{"metric_name":"m","timestamp":"1999-01-01"}]}""", "metrics: A point is older than")]
    [InlineData("""{"metrics":[{"metric_name":"m","timestamp":"2031-01-01"}]}""", "metrics: A point's time is ahead")]
    [InlineData("""{"metrics":5}""", "metrics: must be an array")]
    public async Task What_is_wrong_is_named_and_nothing_is_stored(string body, string mistake)
    {
        var project = server.NewProject();

        var answer = await project.Key.SendAsync(HttpMethod.Post, "/metrics/ingest", body);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith(mistake, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, (await project.Viewer.GetAsync("/metrics/names")).Length);
    }

    [Fact]
    public async Task A_name_of_ten_thousand_characters_and_a_thousand_labels_are_refused_in_words()
    {
        var project = server.NewProject();
        var name = await project.Key.PostAsync("/metrics/ingest", new { metrics = new[] { new { metric_name = new string('n', 10_000) } } });
        var labels = await project.Key.PostAsync("/metrics/ingest", new { metrics = new[] { new { metric_name = "m", tags = Enumerable.Range(0, 1000).ToDictionary(n => $"l{n}", n => n) } } });

        Assert.Equal((400, 400), (name.Code, labels.Code));
        Assert.Contains("64 labels", labels.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_with_an_idempotency_key_is_stored_once()
    {
        var project = server.NewProject();
        var body = new { metrics = new[] { new { service_name = "s", metric_name = "once", value = 1, timestamp = "2026-03-01T10:00:00Z" } } };

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Equal(1, (await project.Key.PostAsync("/metrics/ingest", body, ("Idempotency-Key", "k1"))).Ok().Double("ingested"));
        }

        Assert.Equal("10:00:00=1", await QueryAsync(project, "metric=once&step=60&aggregation=count"));
    }

    internal static async Task<string> QueryAsync(TestProject project, string query)
    {
        var from = query.Contains("time_from", StringComparison.Ordinal) || query.Contains("window", StringComparison.Ordinal) ? "" : "&time_from=2026-03-01T09:00:00Z";
        var answer = (await project.Viewer.GetAsync($"/metrics/query?{query}{from}")).Ok();
        var lines = answer["series"].EnumerateArray().ToList();
        return string.Join(" | ", lines.Select(line => string.Join(' ', line.GetProperty("points").EnumerateArray()
            .Select(point => $"{point.GetProperty("time").GetDateTimeOffset():HH:mm:ss}={point.GetProperty("value").GetDouble():0.####}"))));
    }
}
