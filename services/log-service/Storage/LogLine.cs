using System.Text.Json;
using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.LogService.Storage;

/// <summary>A log line.</summary>
internal sealed record LogLine
{
    /// <summary>Names the line; see <c>GET /logs/context</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>DEBUG, INFO, WARN, ERROR or FATAL.</summary>
    public required string Level { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string ServiceName { get; init; }

    /// <summary>What it says.</summary>
    public required string Message { get; init; }

    /// <summary>What else the sender said about it: an object.</summary>
    public required JsonElement Attributes { get; init; }

    /// <summary>The trace in which it was written; see <c>GET /traces/{trace_id}</c>.</summary>
    public string? TraceId { get; init; }

    /// <summary>Where that trace is.</summary>
    public string? TraceUrl => TraceId is null ? null : $"/api/v1/traces/{Uri.EscapeDataString(TraceId)}";

    /// <summary>The span in which it was written.</summary>
    public string? SpanId { get; init; }

    /// <summary>The pattern of its message as it was when the line came.</summary>
    public Guid? Pattern { get; init; }

    public static Sql Columns => $"l.time, l.id, l.level, l.service, l.message, l.attributes::text, l.trace_id, l.span_id, l.pattern";

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static LogLine Read(NpgsqlDataReader row, int first = 0)
    {
        var time = row.GetFieldValue<DateTimeOffset>(first);
        return new LogLine
        {
            Id = new LineKey(time, row.GetInt64(first + 1)).ToString(),
            Timestamp = time,
            Level = ((Level)row.GetInt16(first + 2)).Name(),
            ServiceName = row.GetString(first + 3),
            Message = row.GetString(first + 4),
            Attributes = JsonElement.Parse(row.GetString(first + 5)),
            TraceId = row.GetStringOrNull(first + 6),
            SpanId = row.GetStringOrNull(first + 7),
            Pattern = row.GetValueOrNull<Guid>(first + 8),
        };
    }
}
