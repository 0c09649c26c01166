using System.Text.Json;

namespace SreCopilot.EndToEnd.Tests;

/// <summary>One span as the dashboard's telemetry API returns it, in OTLP's JSON form.</summary>
public sealed record TelemetrySpan(string Service, string SpanId, string? ParentSpanId, string Name, IReadOnlyDictionary<string, string> Attributes)
{
    // {"data":{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"frontend"}}]},
    //   "scopeSpans":[{"spans":[{"traceId":"..","spanId":"..","parentSpanId":"..","name":"GET /","attributes":[..]}]}]}]}}
    public static IEnumerable<TelemetrySpan> ReadAll(JsonElement root)
    {
        var data = root.TryGetProperty("data", out var wrapped) ? wrapped : root;
        return
            from resourceSpans in Items(data, "resourceSpans")
            let service = ReadAttributes(resourceSpans.GetProperty("resource")).GetValueOrDefault("service.name", "")
            from scopeSpans in Items(resourceSpans, "scopeSpans")
            from span in Items(scopeSpans, "spans")
            select Read(service, span);
    }

    private static TelemetrySpan Read(string service, JsonElement span) => new(
        service,
        span.GetProperty("spanId").GetString()!,
        span.TryGetProperty("parentSpanId", out var parent) && parent.GetString() is { Length: > 0 } id ? id : null,
        span.GetProperty("name").GetString()!,
        ReadAttributes(span));

    private static Dictionary<string, string> ReadAttributes(JsonElement element)
    {
        var attributes = new Dictionary<string, string>();
        foreach (var attribute in Items(element, "attributes"))
        {
            attributes[attribute.GetProperty("key").GetString()!] = attribute.GetProperty("value").EnumerateObject().First().Value.ToString();
        }

        return attributes;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var array) ? array.EnumerateArray() : default;
}
