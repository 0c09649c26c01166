using System.Text.Json;
using static SreCopilot.Otlp.JsonValues;

namespace SreCopilot.Otlp;

/// <summary>Reads log records and spans from JSON.</summary>
internal static class JsonSignals
{
    public static IEnumerable<OtlpLog> ReadLogs(JsonElement body)
    {
        var budget = new Budget();
        foreach (var resourceLogs in body.Each("resourceLogs"))
        {
            var resource = Resource(resourceLogs, budget);
            foreach (var scopeLogs in resourceLogs.Each("scopeLogs"))
            {
                var scope = Scope(scopeLogs);
                foreach (var record in scopeLogs.Each("logRecords"))
                {
                    budget.Item();
                    yield return new OtlpLog(resource, scope)
                    {
                        TimeNanoseconds = record.UInt64("timeUnixNano"),
                        ObservedNanoseconds = record.UInt64("observedTimeUnixNano"),
                        SeverityNumber = record.Int32("severityNumber"),
                        SeverityText = record.Text("severityText", OtlpLimits.Name),
                        Body = record.Find("body") is { } value ? Value(value, budget, 0) : default,
                        Attributes = Attributes(record, budget),
                        TraceId = record.Id("traceId", 32),
                        SpanId = record.Id("spanId", 16),
                        EventName = record.Text("eventName", OtlpLimits.Name),
                    };
                }
            }
        }
    }

    public static IEnumerable<OtlpSpan> ReadSpans(JsonElement body)
    {
        var budget = new Budget();
        foreach (var resourceSpans in body.Each("resourceSpans"))
        {
            var resource = Resource(resourceSpans, budget);
            foreach (var scopeSpans in resourceSpans.Each("scopeSpans"))
            {
                var scope = Scope(scopeSpans);
                foreach (var span in scopeSpans.Each("spans"))
                {
                    budget.Item();
                    var status = span.Find("status");
                    yield return new OtlpSpan(resource, scope)
                    {
                        TraceId = span.Id("traceId", 32),
                        SpanId = span.Id("spanId", 16),
                        ParentSpanId = span.Id("parentSpanId", 16),
                        Name = span.Text("name", OtlpLimits.Text),
                        Kind = span.Int32("kind"),
                        StartNanoseconds = span.UInt64("startTimeUnixNano"),
                        EndNanoseconds = span.UInt64("endTimeUnixNano"),
                        Attributes = Attributes(span, budget),
                        Events = [.. span.Each("events").Take(OtlpLimits.Events).Select(item => ReadEvent(item, budget))],
                        Links = [.. span.Each("links").Take(OtlpLimits.Events).Select(item => ReadLink(item, budget))],
                        StatusCode = status?.Int32("code") ?? 0,
                        StatusMessage = status?.Text("message", OtlpLimits.Text) ?? "",
                    };
                }
            }
        }
    }

    private static OtlpSpanEvent ReadEvent(JsonElement json, Budget budget)
    {
        budget.Value(0);
        return new OtlpSpanEvent(json.Text("name", OtlpLimits.Name), json.UInt64("timeUnixNano"), Attributes(json, budget));
    }

    private static OtlpSpanLink ReadLink(JsonElement json, Budget budget)
    {
        budget.Value(0);
        return new OtlpSpanLink(json.Id("traceId", 32), json.Id("spanId", 16), Attributes(json, budget));
    }
}
