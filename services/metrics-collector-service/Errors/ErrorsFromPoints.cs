using System.Text.Json;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Errors;

/// <summary>
/// The Python SDK reports an error as a point:
/// <c>{"service_name":"web","metric_name":"error","value":1,"metric_type":"counter","tags":{"error_class":"ValueError","message":"bad id 7",
/// "stack_trace":"Traceback ...","user":"42"},"timestamp":"2026-03-01T10:20:30Z"}</c>
/// </summary>
internal static class ErrorsFromPoints
{
    public const string MetricName = "error";

    /// <summary>Stores the error that a point is; false when it is none (no class among its tags).</summary>
    public static bool TryAdd(IngestBatch batch, string service, JsonElement tags, DateTimeOffset time, JsonText text)
    {
        var json = new JsonReading();
        if (tags.ValueKind != JsonValueKind.Object || json.Name("", tags.Field("error_class"), ErrorEvent.ClassLength) is not { Length: > 0 } errorClass)
        {
            return false;
        }

        new ErrorEvent(
            service, errorClass, json.Text("", tags.Field("message"), ErrorEvent.MessageLength), json.Text("", tags.Field("stack_trace"), ErrorEvent.StackLength), time,
            Names.OrNull(json.Name("", tags.Field("trace_id"), Names.IdLength)), null)
            .AddTo(batch, text.CopyObject(tags, "error_class", "message", "stack_trace"));
        return true;
    }
}
