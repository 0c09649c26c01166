using System.Diagnostics;
using System.Net.Http.Json;

namespace SreCopilot.EndToEnd.Tests;

public sealed class TraceTests(PlatformFixture fixture)
{
    [Fact]
    public async Task One_registration_is_one_connected_trace_down_to_its_sql()
    {
        using var page = new HttpRequestMessage(HttpMethod.Get, "/");
        var pageTraceId = await SendTracedAsync(page);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/register") { Content = JsonContent.Create(NewAccount.Create()) };
        var traceId = await SendTracedAsync(request);

        var spans = await WaitForTraceAsync(traceId);

        // Connected: all but the outermost have their parent in the same trace.
        var ids = spans.Select(span => span.SpanId).ToHashSet();
        var outermost = Assert.Single(spans, span => span.ParentSpanId is null || !ids.Contains(span.ParentSpanId));
        Assert.Equal("frontend", outermost.Service);
        Assert.DoesNotContain(spans, span => span.Name.Contains("/health", StringComparison.Ordinal));
        // It was sent before, so it would be there by now.
        Assert.Empty(await fixture.Platform.Telemetry.GetTraceAsync(pageTraceId, TestContext.Current.CancellationToken));
    }

    private async Task<string> SendTracedAsync(HttpRequestMessage request)
    {
        var traceId = ActivityTraceId.CreateRandom().ToHexString();
        request.Headers.Add("traceparent", $"00-{traceId}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var client = fixture.Platform.CreateClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return traceId;
    }

    /// <summary>Asks until all have exported; they do so in batches, every second or two.</summary>
    private async Task<IReadOnlyList<TelemetrySpan>> WaitForTraceAsync(string traceId)
    {
        IReadOnlyList<TelemetrySpan> spans = [];
        await Wait.UntilAsync(async () => IsComplete(spans = await fixture.Platform.Telemetry.GetTraceAsync(traceId, TestContext.Current.CancellationToken)));
        return spans;
    }

    private static bool IsComplete(IReadOnlyList<TelemetrySpan> spans) =>
        spans.Any(span => span.Service == "frontend")
        && spans.Any(span => span.Service == "api-gateway")
        && spans.Any(span => span.Service == "auth-service" && span.Attributes.ContainsKey("http.route"))
        && spans.Any(span => span.Service == "auth-service" && span.Attributes.ContainsKey("db.system.name"));
}
