using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuditService.Access;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Entries;

/// <summary>Some of the entries that were asked for.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Skip">How many were left out before these.</param>
/// <param name="Limit">How many were asked for at most.</param>
/// <param name="Logs">The newest first.</param>
internal sealed record EntryPage(long Total, int Skip, int Limit, IReadOnlyList<EntryBody> Logs);

/// <summary><c>GET /audit-logs</c> and <c>GET /audit-logs/{log_id}</c></summary>
internal static class EntryList
{
    public static void MapEntryList(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit-logs", ListAsync)
            .Named("list_audit_logs")
            .WithSummary("The organisation's audit entries, the newest first: by user_id, action, action_prefix, resource_type, resource_id, ip_address, trace_id, source, success, start_date, end_date and search (any text); skip and limit (1 to 1000, default 100)")
            .WithTags("Audit log")
            .Produces<EntryPage>()
            .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/audit-logs/{log_id}", FindAsync)
            .Named("get_audit_log")
            .WithSummary("One entry")
            .WithTags("Audit log")
            .Produces<EntryBody>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
                StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Results<Ok<EntryPage>, JsonHttpResult<ErrorBody>>> ListAsync(HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request);
        var filter = query.Filter();
        var skip = query.Number("skip", 0, 0, 1_000_000_000);
        var limit = query.Number("limit", 100, 1, 1000);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var tenant = caller.TenantId!.Value;
        var total = await EntryQueries.CountAsync(session, filter.Condition(tenant), cancel);
        var logs = total > skip ? await EntryQueries.ListAsync(session, filter.Condition(tenant), skip, limit, cancel) : [];
        return TypedResults.Ok(new EntryPage(total, skip, limit, logs));
    }

    private static async Task<Results<Ok<EntryBody>, JsonHttpResult<ErrorBody>>> FindAsync(
        [FromRoute(Name = "log_id")] string logId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        if (!Guid.TryParse(logId, out var id))
        {
            return ApiErrors.BadRequest("log_id: must be a UUID", ErrorCodes.InvalidUuid);
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await EntryQueries.FindAsync(session, caller.TenantId!.Value, id, cancel) is { } entry
            ? TypedResults.Ok(entry)
            : ApiErrors.NotFound("There is no such entry in your organisation's audit log.");
    }
}
