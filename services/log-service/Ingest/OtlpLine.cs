using SreCopilot.LogService.Storage;
using SreCopilot.Otlp;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary>A log record of OpenTelemetry as a line. Its attributes stand beside those of its resource, and win.</summary>
internal static class OtlpLine
{
    private const string ServiceName = "service.name";
    private const string EventName = "event.name";

    public static NewLine Read(OtlpLog record, JsonText json)
    {
        var level = Levels.OfSeverityNumber(record.SeverityNumber) ?? Levels.Parse(record.SeverityText) ?? Level.Info;
        var message = record.Body.ToString();
        var service = JsonText.Clean(record.Resource.ServiceName);
        return new NewLine(
            TimeOf(record),
            level,
            service[..Math.Min(service.Length, LineLimits.Service)],
            LineLimits.CutMessage(message.Length == 0 ? record.EventName : message),
            ReadAttributes(record, json),
            record.TraceId.Length == 0 ? null : record.TraceId,
            record.SpanId.Length == 0 ? null : record.SpanId);
    }

    private static DateTimeOffset? TimeOf(OtlpLog record)
    {
        var nanoseconds = record.TimeNanoseconds != 0 ? record.TimeNanoseconds : record.ObservedNanoseconds;
        return nanoseconds == 0 ? null : ClientTime.OfNanoseconds(nanoseconds);
    }

    private static byte[] ReadAttributes(OtlpLog record, JsonText json)
    {
        json.Clear();
        json.Writer.WriteStartObject();
        foreach (var attribute in record.Resource.Attributes.All.Where(attribute => attribute.Key != ServiceName))
        {
            json.Name(attribute.Key);
            attribute.Value.WriteTo(json);
        }

        if (record.EventName.Length > 0)
        {
            json.Name(EventName);
            json.Value(record.EventName);
        }

        // jsonb keeps the last value of a name.
        foreach (var attribute in record.Attributes.All)
        {
            json.Name(attribute.Key);
            attribute.Value.WriteTo(json);
        }

        json.Writer.WriteEndObject();
        var written = json.Written;
        if (written.Length > LineLimits.Attributes)
        {
            // Nobody would read them; the line itself is worth more.
            return "{\"attributes_dropped\":true}"u8.ToArray();
        }

        return written.ToArray();
    }
}
