using System.Reflection;
using System.Text.Json;

namespace SreCopilot.EndToEnd.Tests.Senders;

/// <summary>The OpenTelemetry SDK for JavaScript as npm has it, told nothing but an address and a key: what it sends is found again, exactly once.</summary>
public sealed class OpenTelemetryTests(PlatformFixture fixture)
{
    private const int Orders = 25;
    private const string Patience = "100000";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http/protobuf", "http", "gzip")]
    [InlineData("http/json", "http", "none")]
    [InlineData("grpc", "otlp-grpc", "gzip")]
    [InlineData("grpc", "otlp-grpc", "none")]
    public async Task Traces_metrics_and_logs_of_an_application_are_found_exactly_once(string protocol, string endpoint, string compression)
    {
        var sender = await Sender.CreateAsync(fixture.Platform, Cancel);
        var traces = await SendAsync(sender.ApiKey, protocol, fixture.Platform.GetAddress("frontend", endpoint), compression);
        Assert.Equal(Orders, traces.Count);

        await AssertLogsAsync(sender, traces);
        await AssertTracesAsync(sender, traces);
        await AssertMetricsAsync(sender);
        var registry = await sender.Owner.SendAsync(HttpMethod.Get, "/api/v1/services/registry", null, Cancel);
        Assert.Contains("shop", registry.ToString(), StringComparison.Ordinal);
    }

    private static async Task<List<string>> SendAsync(string key, string protocol, Uri address, string compression)
    {
        var folder = typeof(OpenTelemetryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "OpenTelemetryJs").Value!;
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "The OpenTelemetry SDK is not installed: run eng/setup.sh --tests.");
        var printed = await Sender.RunAsync("node", [Path.Combine(folder, "send.mjs"), $"{Orders}"], new Dictionary<string, string>
        {
            ["OTEL_SERVICE_NAME"] = "shop",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address.ToString(),
            ["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-api-key={key}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_EXPORTER_OTLP_COMPRESSION"] = compression,
            ["OTEL_TRACES_EXPORTER"] = "otlp",
            ["OTEL_METRICS_EXPORTER"] = "otlp",
            ["OTEL_LOGS_EXPORTER"] = "otlp",
            // On a busy machine, too; what cannot be sent is printed.
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = Patience,
            ["OTEL_BSP_EXPORT_TIMEOUT"] = Patience,
            ["OTEL_BLRP_EXPORT_TIMEOUT"] = Patience,
            ["OTEL_METRIC_EXPORT_TIMEOUT"] = Patience,
            ["OTEL_METRIC_EXPORT_INTERVAL"] = Patience,
            ["OTEL_LOG_LEVEL"] = "error",
        }, Cancel);
        return [.. JsonDocument.Parse(printed).RootElement.EnumerateArray().Select(id => id.GetString()!)];
    }

    private static async Task AssertLogsAsync(Sender sender, List<string> traces)
    {
        var page = await sender.Owner.SendAsync(HttpMethod.Get, "/api/v1/logs/search?query=%22was+placed%22+service:shop+level:warn", null, Cancel);
        Assert.Equal(Orders, page.GetProperty("total").GetInt32());
        var messages = page.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("message").GetString()!).Order(StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(0, Orders).Select(order => $"order {order} was placed").Order(StringComparer.Ordinal), messages);
        var ofOne = await sender.Owner.SendAsync(HttpMethod.Get, $"/api/v1/logs/search?trace_id={traces[3]}", null, Cancel);
        Assert.Equal("order 3 was placed", Assert.Single(ofOne.GetProperty("items").EnumerateArray()).GetProperty("message").GetString());
    }

    private static async Task AssertTracesAsync(Sender sender, List<string> traces)
    {
        var list = await sender.Owner.SendAsync(HttpMethod.Get, "/api/v1/traces?service=shop&limit=100", null, Cancel);
        var found = list.EnumerateArray().Select(trace => trace.GetProperty("trace_id").GetString()!).Order(StringComparer.Ordinal);
        Assert.Equal(traces.Order(StringComparer.Ordinal), found);
        var one = await sender.Owner.SendAsync(HttpMethod.Get, $"/api/v1/traces/{traces[0]}", null, Cancel);
        Assert.Equal(["POST /orders", "charge"], one.GetProperty("spans").EnumerateArray().Select(span => span.GetProperty("operation").GetString()!).Order(StringComparer.Ordinal));
    }

    private static async Task AssertMetricsAsync(Sender sender)
    {
        Assert.Equal(Orders, await SumAsync(sender, "orders", "increase"));
        Assert.Equal(Orders, await SumAsync(sender, "order.duration", "increase"));
    }

    private static async Task<double> SumAsync(Sender sender, string metric, string aggregation)
    {
        var values = await sender.Owner.SendAsync(HttpMethod.Get, $"/api/v1/metrics/query?metric={metric}&aggregation={aggregation}", null, Cancel);
        return values.GetProperty("series").EnumerateArray().SelectMany(line => line.GetProperty("points").EnumerateArray()).Sum(point => point.GetProperty("value").GetDouble());
    }
}
