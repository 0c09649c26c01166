using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.MetricsCollectorService.Tests.Metrics;

/// <summary>Metrics by OTLP; how the formats are read in detail is proven in Otlp.Tests.</summary>
public sealed class OtlpMetricsTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    // 2026-03-01T10:00:00Z.
    private const long Start = 1_772_359_200;

    [Fact]
    public async Task Gauges_and_sums_of_both_temporalities()
    {
        var project = server.NewProject();
        await SendAsync(project, Metric("temperature", $$"""
            "gauge":{"dataPoints":[{{Point(10, "\"asDouble\":20")}},{{Point(20, "\"asDouble\":22")}}]}
            """));
        await SendAsync(project, Metric("orders", $$"""
            "sum":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{{Point(10, "\"asInt\":\"5\"")}},{{Point(20, "\"asInt\":\"9\"")}}]}
            """));
        await SendAsync(project, Metric("clicks", $$"""
            "sum":{"aggregationTemporality":1,"isMonotonic":true,"dataPoints":[{{Point(10, "\"asInt\":\"5\"")}},{{Point(20, "\"asInt\":\"9\"")}}]}
            """));
        await SendAsync(project, Metric("queue", $$"""
            "sum":{"aggregationTemporality":2,"isMonotonic":false,"dataPoints":[{{Point(10, "\"asInt\":\"5\"")}},{{Point(20, "\"asInt\":\"3\"")}}]}
            """));

        Assert.Equal("10:00:00=21", await MetricIngestTests.QueryAsync(project, "metric=temperature&step=60"));
        // A counter counts from its start, not from its first point.
        Assert.Equal("10:00:00=9", await MetricIngestTests.QueryAsync(project, "metric=orders&aggregation=increase&step=60"));
        Assert.Equal("10:00:00=14", await MetricIngestTests.QueryAsync(project, "metric=clicks&aggregation=increase&step=60"));
        Assert.Equal("10:00:00=4", await MetricIngestTests.QueryAsync(project, "metric=queue&step=60"));
        Assert.Equal("clicks counter, orders counter, queue gauge, temperature gauge", string.Join(", ", (await project.Viewer.GetAsync("/metrics/names")).Ok().Body.EnumerateArray()
            .Select(one => $"{one.GetProperty("name").GetString()} {one.GetProperty("type").GetString()}")));
        Assert.Equal("shop", (await project.Viewer.GetAsync("/services/registry")).Ok().Joined("service_name"));
    }

    [Fact]
    public async Task Percentiles_of_histograms_of_both_kinds()
    {
        var project = server.NewProject();
        await SendAsync(project, Metric("latency", $$"""
            "histogram":{"aggregationTemporality":2,"dataPoints":[{{Point(10, "\"count\":\"100\",\"sum\":30,\"explicitBounds\":[0.1,1],\"bucketCounts\":[\"50\",\"40\",\"10\"]")}}]}
            """));
        // Scale 0: bounds 2, 4, 8.
        await SendAsync(project, Metric("size", $$"""
            "exponentialHistogram":{"aggregationTemporality":1,"dataPoints":[{{Point(10, "\"count\":\"30\",\"sum\":120,\"scale\":0,\"zeroCount\":\"0\",\"positive\":{\"offset\":0,\"bucketCounts\":[\"10\",\"10\",\"10\"]}")}}]}
            """));
        await SendAsync(project, Metric("gc", $$"""
            "summary":{"dataPoints":[{{Point(10, "\"count\":\"2\",\"sum\":3,\"quantileValues\":[{\"quantile\":0.5,\"value\":1.5}]")}}]}
            """));

        Assert.Equal("10:00:00=0.6625", await MetricIngestTests.QueryAsync(project, "metric=latency&aggregation=p75&step=60"));
        Assert.Equal("10:00:00=0.3", await MetricIngestTests.QueryAsync(project, "metric=latency&aggregation=avg&step=60"));
        Assert.Equal("10:00:00=100", await MetricIngestTests.QueryAsync(project, "metric=latency&aggregation=count&step=60"));
        Assert.Equal("10:00:00=3", await MetricIngestTests.QueryAsync(project, "metric=size&aggregation=p50&step=60"));
        Assert.Equal("10:00:00=1.5", await MetricIngestTests.QueryAsync(project, "metric=gc&label.quantile=0.5&step=60"));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_partial_success_and_said_why()
    {
        var project = server.NewProject();
        var answer = await SendAsync(project, Metric("m", $$"""
            "gauge":{"dataPoints":[{{Point(10, "\"asDouble\":1")}},{{Point(10, "\"asDouble\":\"NaN\"")}},{{Point(-100_000_000, "\"asDouble\":1")}},{{Point(1_000_000_000, "\"asDouble\":1")}}]}
            """));

        var partial = answer.GetProperty("partialSuccess");
        Assert.Equal("3", partial.GetProperty("rejectedDataPoints").GetString());
        Assert.All(["finite", "older", "ahead"], word => Assert.Contains(word, partial.GetProperty("errorMessage").GetString(), StringComparison.Ordinal));
        Assert.Equal("10:00:00=1", await MetricIngestTests.QueryAsync(project, "metric=m&aggregation=count&step=60"));
    }

    [Fact]
    public async Task The_same_request_again_is_stored_once_and_noise_and_bombs_are_refused()
    {
        var project = server.NewProject();
        var body = Metric("m", $$"""
            "gauge":{"dataPoints":[{{Point(10, "\"asDouble\":1")}}]}
            """);
        await SendAsync(project, body);
        await SendAsync(project, body);
        Assert.Equal("10:00:00=1", await MetricIngestTests.QueryAsync(project, "metric=m&aggregation=count&step=60"));

        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[100 * 1024 * 1024], TestContext.Current.CancellationToken);
        }

        Assert.Equal(413, (await PostAsync(project.Key, packed.ToArray(), "application/x-protobuf", "gzip")).Status);
        Assert.Equal(400, (await PostAsync(project.Key, [1, 2, 3], "application/x-protobuf", "gzip")).Status);
        Assert.Equal(415, (await PostAsync(project.Key, [1, 2, 3], "application/x-protobuf", "zstd")).Status);
        Assert.Equal(415, (await PostAsync(project.Key, [1, 2, 3], "text/plain", null)).Status);
        Assert.Equal(400, (await PostAsync(project.Key, "not protobuf"u8.ToArray(), "application/x-protobuf", null)).Status);
        Assert.Equal(400, (await PostAsync(project.Key, "{"u8.ToArray(), "application/json", null)).Status);
        Assert.Equal(403, (await PostAsync(project.AsKey(0, ApiKeyScopes.Logs), Encoding.UTF8.GetBytes(body), "application/json", null)).Status);
        Assert.Equal(403, (await PostAsync(project.Engineer, Encoding.UTF8.GetBytes(body), "application/json", null)).Status);
    }

    private static string Metric(string name, string data) =>
        $$"""{"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"} },{"key":"host.name","value":{"stringValue":"h1"} }]},"scopeMetrics":[{"metrics":[{"name":"{{name}}",{{data}}}]}]}]}""";

    private static string Point(long second, string value) =>
        $$"""{"startTimeUnixNano":"{{Start}}000000000","timeUnixNano":"{{Start + second}}000000000","attributes":[{"key":"kind","value":{"stringValue":"web"} }],{{value}}}""";

    private static async Task<JsonElement> SendAsync(TestProject project, string body)
    {
        var (status, answer) = await PostAsync(project.Key, Encoding.UTF8.GetBytes(body), "application/json", null);
        Assert.True(status == 200, $"{status} {answer}");
        return JsonDocument.Parse(answer).RootElement;
    }

    private static async Task<(int Status, string Body)> PostAsync(Person person, byte[] body, string type, string? packing)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (packing is not null)
        {
            content.Headers.ContentEncoding.Add(packing);
        }

        return await person.SendRawAsync(HttpMethod.Post, "/otlp/v1/metrics", content);
    }
}
