using System.Text.Json;
using SreCopilot.LogService.Ingest;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Tail;

/// <summary>A line that was stored just now, as a search would show it.</summary>
internal static class TailLine
{
    public static LogLine Of(DateTimeOffset time, long id, NewLine line, Guid? pattern) => new()
    {
        Id = new LineKey(time, id).ToString(),
        Timestamp = time,
        Level = line.Level.Name(),
        ServiceName = line.Service,
        Message = line.Message,
        Attributes = JsonElement.Parse(line.Attributes.Span),
        TraceId = line.TraceId,
        SpanId = line.SpanId,
        Pattern = pattern,
    };
}
