using System.Diagnostics;
using System.Net.Http.Json;

namespace SreCopilot.EndToEnd.Tests;

public sealed class TraceTests(PlatformFixture fixture)
{
    [Fact]
    public async Task One_registration_is_one_connected_trace_down_to_its_sql()
    {
        var traceId = ActivityTraceId.CreateRandom().ToHexString();
        using var client = fixture.Platform.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/register") { Content = JsonContent.Create(NewAccount.Create()) };
        request.Headers.Add("traceparent", $"00-{traceId}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var spans = await fixture.Platform.Telemetry.WaitForTraceAsync(traceId, IsComplete, deadline.Token);

        // Connected: all but the outermost have their parent in the same trace.
        var ids = spans.Select(span => span.SpanId).ToHashSet();
        var outermost = Assert.Single(spans, span => span.ParentSpanId is null || !ids.Contains(span.ParentSpanId));
        Assert.Equal("frontend", outermost.Service);
        Assert.DoesNotContain(spans, span => span.Name.Contains("/health", StringComparison.Ordinal));
    }

    private static bool IsComplete(IReadOnlyList<TelemetrySpan> spans) =>
        spans.Any(span => span.Service == "frontend")
        && spans.Any(span => span.Service == "api-gateway")
        && spans.Any(span => span.Service == "auth-service" && span.Attributes.ContainsKey("http.route"))
        && spans.Any(span => span.Service == "auth-service" && span.Attributes.ContainsKey("db.system.name"));
}
