using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>A trace with its spans.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="Spans">The newest first.</param>
/// <param name="TotalDurationMs">From the start of its first span to the end of its last.</param>
/// <param name="Waterfall">The same spans, the oldest first.</param>
/// <param name="Timestamp">When it began.</param>
/// <param name="RootService">Of the span without a parent.</param>
/// <param name="RootOperation">The same.</param>
/// <param name="SpanCount">How many spans it has; more than there are here when it is very large.</param>
/// <param name="ErrorCount">How many have the status error.</param>
/// <param name="LogsUrl">Where its log lines are.</param>
internal sealed record Trace(
    string TraceId, IReadOnlyList<StoredSpan> Spans, double TotalDurationMs, IReadOnlyList<StoredSpan> Waterfall, DateTimeOffset Timestamp, string RootService,
    string RootOperation, int SpanCount, int ErrorCount, string LogsUrl);

/// <summary>A span.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="SpanId">The span.</param>
/// <param name="ParentSpanId">Empty: it has no parent.</param>
/// <param name="ServiceName">Whose.</param>
/// <param name="Operation">What it did.</param>
/// <param name="DurationMs">How long.</param>
/// <param name="Status">ok or error.</param>
/// <param name="Attributes">As the client sent them.</param>
/// <param name="Events">As the client sent them.</param>
/// <param name="Timestamp">When it began.</param>
/// <param name="Kind">server, client, producer, consumer, internal; empty when the client did not say.</param>
/// <param name="StatusMessage">What went wrong.</param>
/// <param name="OffsetMs">After the start of the trace.</param>
internal sealed record StoredSpan(
    string TraceId, string SpanId, string ParentSpanId, string ServiceName, string Operation, double DurationMs, string Status, RawJson Attributes, RawJson Events,
    DateTimeOffset Timestamp, string Kind, string? StatusMessage, double OffsetMs);

/// <summary><c>GET /traces/{trace}</c></summary>
internal static class TraceDetail
{
    private const int MostSpans = 10_000;

    public static void MapTraceDetail(this IEndpointRouteBuilder routes) => routes.MapGet("/traces/{trace}", GetAsync)
        .Named("get_trace")
        .WithSummary($"A trace with its spans, at most {MostSpans}")
        .WithTags("Traces")
        .Produces<Trace>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<Trace>, JsonHttpResult<ErrorBody>>> GetAsync(string trace, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        if (trace.Contains('\0', StringComparison.Ordinal))
        {
            return NotFound();
        }

        var project = http.GetCaller().ProjectId!.Value;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        var found = await session.SingleOrDefaultAsync($"""
            select started_at, ended_at, root_service, root_operation, span_count, error_count from traces where project_id = {project} and trace_id = {trace}
            """, row => new Found(
                row.GetFieldValue<DateTimeOffset>(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5)), cancel);
        if (found is null)
        {
            return NotFound();
        }

        // Between these times only: the partitions of other days are not looked at.
        var rows = await session.ListAsync($"""
            select span_id, parent_span_id, service_name, operation, duration_ms, status, attributes::text, events::text, time, kind, status_message
            from spans where project_id = {project} and trace_id = {trace} and time >= {found.From} and time <= {found.To}
            order by time, span_id limit {MostSpans}
            """, row => new StoredSpan(
                trace, row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetDouble(4), row.GetString(5), new RawJson(row.GetString(6)),
                new RawJson(row.GetString(7)), row.GetFieldValue<DateTimeOffset>(8), row.GetString(9), row.GetStringOrNull(10),
                (row.GetFieldValue<DateTimeOffset>(8) - found.From).TotalMilliseconds), cancel);
        // A client that got no answer may have sent a span twice.
        List<StoredSpan> spans = [.. rows.DistinctBy(span => span.SpanId.Length == 0 ? (object)span : span.SpanId)];
        return TypedResults.Ok(new Trace(
            trace, [.. Enumerable.Reverse(spans)], Math.Round((found.To - found.From).TotalMilliseconds, 2), spans, found.From, found.Service, found.Operation,
            found.Spans, found.Errors, LogsOf(trace)));
    }

    private static string LogsOf(string trace) => $"/api/v1/logs/search?trace_id={Uri.EscapeDataString(trace)}";

    private static JsonHttpResult<ErrorBody> NotFound() => ApiErrors.NotFound("There is no such trace in this project.");

    private sealed record Found(DateTimeOffset From, DateTimeOffset To, string Service, string Operation, int Spans, int Errors);
}
