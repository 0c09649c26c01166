using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SreCopilot.Identity;

namespace SreCopilot.MetricsCollectorService.Tests.Traces;

/// <summary>OTLP as an SDK sends it; how the formats are read in detail is proven in Otlp.Tests.</summary>
public sealed class OtlpTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    private const string Trace = "5b8efff798038103d269b633813fc60c";

    // 2026-03-01T10:00:00Z.
    private const long Start = 1_772_359_200_000_000_000;

    private static readonly string Body = $$"""
        {"resourceSpans":[
          {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"} },{"key":"service.version","value":{"stringValue":"1.2"} }]},
           "scopeSpans":[{"scope":{"name":"http"},"spans":[
            {"traceId":"{{Trace}}","spanId":"eee19b7ec3c1b174","name":"POST /pay/{id}","kind":2,"startTimeUnixNano":"{{Start}}","endTimeUnixNano":"{{Start + 250_000_000}}",
             "attributes":[{"key":"http.request.method","value":{"stringValue":"POST"} },{"key":"http.route","value":{"stringValue":"/pay/{id}"} },{"key":"http.response.status_code","value":{"intValue":"500"} }],
             "status":{"code":2,"message":"card declined"},
             "events":[{"timeUnixNano":"{{Start + 1_000_000}}","name":"exception","attributes":[{"key":"exception.type","value":{"stringValue":"CardError"} },{"key":"exception.message","value":{"stringValue":"declined 42"} }]}]},
            {"traceId":"{{Trace}}","spanId":"eee19b7ec3c1b175","parentSpanId":"eee19b7ec3c1b174","name":"SELECT cards","kind":3,"startTimeUnixNano":"{{Start + 10_000_000}}","endTimeUnixNano":"{{Start + 60_000_000}}",
             "attributes":[{"key":"db.system.name","value":{"stringValue":"postgresql"} }]},
            {"traceId":"{{Trace}}","spanId":"eee19b7ec3c1b176","parentSpanId":"eee19b7ec3c1b174","name":"POST","kind":3,"startTimeUnixNano":"{{Start + 100_000_000}}","endTimeUnixNano":"{{Start + 200_000_000}}"},
            {"traceId":"","spanId":"eee19b7ec3c1b177","name":"lost","startTimeUnixNano":"{{Start}}"}]}]},
          {"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"bank"} }]},
           "scopeSpans":[{"spans":[
            {"traceId":"{{Trace}}","spanId":"eee19b7ec3c1b178","parentSpanId":"eee19b7ec3c1b176","name":"POST /charge","kind":2,"startTimeUnixNano":"{{Start + 120_000_000}}","endTimeUnixNano":"{{Start + 180_000_000}}"}]}]}]}
        """;

    [Fact]
    public async Task A_request_of_an_sdk_becomes_trace_transactions_dependencies_and_errors_once()
    {
        var project = server.NewProject();
        for (var n = 0; n < 2; n++)
        {
            var (status, answer) = await SendAsync(project.AsKey(0, ApiKeyScopes.Traces), Body);
            Assert.Equal((200, "1"), (status, JsonDocument.Parse(answer).RootElement.GetProperty("partialSuccess").GetProperty("rejectedSpans").GetString()));
        }

        var trace = (await project.Viewer.GetAsync($"/traces/{Trace}")).Ok();
        Assert.Equal((250, 4, "shop", "2026-03-01T10:00:00Z"), (trace.Double("total_duration_ms"), trace.Double("span_count"), trace.Text("root_service"), trace.Text("timestamp")));
        var root = trace["waterfall"][0];
        Assert.Equal(("server", "error", "card declined", "1.2"), (
            root.GetProperty("kind").GetString(), root.GetProperty("status").GetString(), root.GetProperty("status_message").GetString(), root.GetProperty("attributes").GetProperty("resource.service.version").GetString()));

        var page = (await project.Viewer.GetAsync("/metrics/services/shop/transactions")).Ok();
        var transaction = Assert.Single(page["transactions"].EnumerateArray());
        Assert.Equal("/pay/{id} POST 500 250 50 100 True card declined", transaction.Show("endpoint", "method", "status_code", "duration_ms", "db_duration_ms", "external_duration_ms", "error", "error_message"));
        Assert.Equal(1, (await project.Viewer.GetAsync("/metrics/services/bank/overview")).Ok().Double("total_transactions"));
        Assert.Equal("shop bank 1", string.Join(' ', (await project.Viewer.GetAsync("/traces/services/dependency-map")).Ok()["edges"][0].EnumerateObject().Take(3).Select(field => field.Value.ToString())));
        Assert.Equal("CardError 1", (await project.Viewer.GetAsync("/errors/groups")).Ok()[0] is var group ? $"{group.GetProperty("error_class")} {group.GetProperty("occurrence_count")}" : "");
        Assert.Equal("bank,shop", (await project.Viewer.GetAsync("/services/registry")).Ok().Joined("service_name"));
    }

    [Fact]
    public async Task Only_a_key_with_the_scope_may_send()
    {
        var project = server.NewProject();

        Assert.Equal(403, (await SendAsync(project.AsKey(0, ApiKeyScopes.Metrics, ApiKeyScopes.Logs), Body)).Status);
        Assert.Equal(403, (await SendAsync(project.Engineer, Body)).Status);
        Assert.Equal(400, (await SendAsync(project.AsKey(0, ApiKeyScopes.Traces), "{")).Status);
        Assert.Equal(0, (await project.Viewer.GetAsync("/traces")).Length);
    }

    private static Task<(int Status, string Body)> SendAsync(Person person, string body) => person.SendRawAsync(
        HttpMethod.Post, "/otlp/v1/traces", new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")));
}
