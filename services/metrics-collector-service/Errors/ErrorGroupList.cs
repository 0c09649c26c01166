using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Errors;

/// <summary><c>GET /errors/groups</c>, one of them, and its occurrences.</summary>
internal static class ErrorGroupList
{
    public static readonly string[] Statuses = ["unresolved", "investigating", "resolved", "ignored"];
    private static readonly string[] Orders = ["count", "last_seen", "first_seen"];

    public static void MapErrorGroupList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/errors/groups", ListAsync)
            .Named("list_error_groups")
            .WithSummary("Groups of errors, the most frequent first or by sort (count, last_seen, first_seen); with a time range those that happened in it; limit 1 to 200, default 50")
            .WithTags("Errors")
            .WithPages("service", "status", "search", "sort")
            .Produces<IReadOnlyList<ErrorGroup>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/errors/groups/{fingerprint}", GetAsync)
            .Named("get_error_group")
            .WithSummary("A group of errors with its newest 100 occurrences; the fingerprint may also be written out as service|class|message")
            .WithTags("Errors")
            .Produces<ErrorGroupDetail>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/errors/groups/{fingerprint}/occurrences", ListOccurrencesAsync)
            .Named("list_error_occurrences")
            .WithSummary("What happened, the newest first; limit 1 to 200, default 50")
            .WithTags("Errors")
            .WithPages()
            .Produces<IReadOnlyList<ErrorOccurrence>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
    }

    public static Task<ErrorGroup?> FindAsync(DatabaseSession session, Guid projectId, string fingerprint, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select {ErrorGroup.Columns} from error_groups g where g.project_id = {projectId} and g.fingerprint = {ErrorFingerprint.Parse(fingerprint)}", ErrorGroup.Read, cancel);

    private static async Task<Results<Ok<IReadOnlyList<ErrorGroup>>, JsonHttpResult<ErrorBody>>> ListAsync(
        HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (service, status, search) = (query.Line("service"), query.Word("status", Statuses), query.Line("search"));
        var (sort, range, limit, offset) = (query.Word("sort", Orders) ?? Orders[0], query.OpenRange(time.GetUtcNow()), query.Limit(50, 200), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        Sql order = sort switch
        {
            "last_seen" => $"g.last_seen desc, g.fingerprint",
            "first_seen" => $"g.first_seen desc, g.fingerprint",
            _ => $"g.occurrence_count desc, g.fingerprint",
        };
        return TypedResults.Ok<IReadOnlyList<ErrorGroup>>(await session.ListAsync($"""
            select {ErrorGroup.Columns} from error_groups g
            where g.project_id = {caller.ProjectId} and g.last_seen >= {range.From} and g.first_seen < {range.To}
              and ({service}::text is null or g.service_name = {service}) and ({status}::text is null or g.status = {status})
              and ({search}::text is null or position(lower({search}) in lower(g.error_class || ' ' || g.message)) > 0)
            order by {order} limit {limit} offset {offset}
            """, ErrorGroup.Read, cancel));
    }

    private static async Task<Results<Ok<ErrorGroupDetail>, JsonHttpResult<ErrorBody>>> GetAsync(
        string fingerprint, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await FindAsync(session, caller.ProjectId!.Value, fingerprint, cancel) is not { } group
            ? ErrorGroup.NotFound()
            : TypedResults.Ok(new ErrorGroupDetail(
                group, await ReadOccurrencesAsync(session, caller.ProjectId!.Value, group, new TimeRange(group.FirstSeen, group.LastSeen.AddMilliseconds(1)), 100, 0, cancel)));
    }

    private static async Task<Results<Ok<IReadOnlyList<ErrorOccurrence>>, JsonHttpResult<ErrorBody>>> ListOccurrencesAsync(
        string fingerprint, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request.Query);
        var (range, limit, offset) = (query.OpenRange(time.GetUtcNow()), query.Limit(50, 200), query.Offset());
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await FindAsync(session, caller.ProjectId!.Value, fingerprint, cancel) is not { } group
            ? ErrorGroup.NotFound()
            : TypedResults.Ok<IReadOnlyList<ErrorOccurrence>>(await ReadOccurrencesAsync(session, caller.ProjectId!.Value, group, range, limit, offset, cancel));
    }

    private static Task<List<ErrorOccurrence>> ReadOccurrencesAsync(
        DatabaseSession session, Guid projectId, ErrorGroup group, TimeRange range, int limit, int offset, CancellationToken cancel) => session.ListAsync($"""
        select o.time, o.message, o.stack_trace, o.attributes::text, o.trace_id, o.span_id from error_occurrences o
        where o.project_id = {projectId} and o.fingerprint = {group.Fingerprint} and o.time >= {range.From} and o.time < {range.To}
        order by o.time desc limit {limit} offset {offset}
        """, row => new ErrorOccurrence(
            row.GetFieldValue<DateTimeOffset>(0), row.GetString(1), row.GetString(2), new RawJson(row.GetString(3)), row.GetStringOrNull(4), row.GetStringOrNull(5)), cancel);
}
