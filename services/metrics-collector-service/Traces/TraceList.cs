using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>A trace in a list.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="DurationMs">From the start of its first span to the end of its last.</param>
/// <param name="ServiceCount">Services that took part.</param>
/// <param name="SpanCount">Its spans.</param>
/// <param name="Timestamp">When it began.</param>
/// <param name="RootService">Of the span without a parent; while that has not come, of the earliest.</param>
/// <param name="RootOperation">The same.</param>
/// <param name="HasError">Whether a span has the status error.</param>
/// <param name="ErrorCount">How many do.</param>
/// <param name="Services">Their names.</param>
internal sealed record TraceSummary(
    string TraceId, double DurationMs, int ServiceCount, int SpanCount, DateTimeOffset Timestamp, string RootService, string RootOperation, bool HasError, int ErrorCount,
    IReadOnlyList<string> Services);

/// <summary><c>GET /traces</c></summary>
internal static class TraceList
{
    private static readonly string[] Statuses = ["ok", "error"];

    public static void MapTraceList(this IEndpointRouteBuilder routes) => routes.MapGet("/traces", ListAsync)
        .Named("list_traces")
        .WithSummary("Traces, the newest first: those of a service, with a least and a greatest duration in ms, with a span of a status; limit 1 to 200, default 50")
        .WithTags("Traces")
        .WithPages("service", "operation", "min_duration", "max_duration", "status")
        .Produces<IReadOnlyList<TraceSummary>>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<IReadOnlyList<TraceSummary>>, JsonHttpResult<ErrorBody>>> ListAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (service, operation, status) = (query.Line("service"), query.Line("operation", 500), query.Word("status", Statuses));
        var (least, most) = (query.Number("min_duration"), query.Number("max_duration"));
        var (range, limit, offset) = (query.OpenRange(time.GetUtcNow()), query.Limit(50, 200), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        // Either table has an index in the order of the answer, so that the newest are found without looking at the rest.
        Sql source = service switch
        {
            null => $"traces t where t.project_id = {caller.ProjectId} and t.started_at >= {range.From} and t.started_at < {range.To}",
            _ => $"""
                trace_services s join traces t on t.project_id = s.project_id and t.trace_id = s.trace_id
                where s.project_id = {caller.ProjectId} and s.service_name = {service} and s.started_at >= {range.From} and s.started_at < {range.To}
                """,
        };
        Sql order = service switch { null => $"t.started_at desc, t.trace_id desc", _ => $"s.started_at desc, s.trace_id desc" };
        // As in the contract: "ok" are traces with a span that is not an error, others may be.
        return TypedResults.Ok<IReadOnlyList<TraceSummary>>(await session.ListAsync($"""
            select p.trace_id, extract(epoch from p.ended_at - p.started_at)::double precision * 1000, p.span_count, p.started_at, p.root_service, p.root_operation, p.error_count,
              array(select v.service_name from trace_services v where v.project_id = {caller.ProjectId} and v.trace_id = p.trace_id order by 1)
            from (
              select t.*, row_number() over (order by {order}) as place from {source}
                and ({operation}::text is null or t.root_operation = {operation})
                and ({least}::double precision is null or t.ended_at - t.started_at >= {least} * interval '1 millisecond')
                and ({most}::double precision is null or t.ended_at - t.started_at <= {most} * interval '1 millisecond')
                and ({status}::text is null or case when {status} = 'error' then t.error_count > 0 else t.error_count < t.span_count end)
              order by {order} limit {limit} offset {offset}) p
            order by p.place
            """, Read, cancel));
    }

    private static TraceSummary Read(Npgsql.NpgsqlDataReader row)
    {
        var services = row.GetFieldValue<string[]>(7);
        return new TraceSummary(
            row.GetString(0), Math.Round(row.GetDouble(1), 3), services.Length, row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3), row.GetString(4), row.GetString(5),
            row.GetInt32(6) > 0, row.GetInt32(6), services);
    }
}
