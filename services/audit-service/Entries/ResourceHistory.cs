using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuditService.Access;
using SreCopilot.AuditService.Chain;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Entries;

/// <summary>What happened to a thing.</summary>
/// <param name="ResourceType">What kind of thing.</param>
/// <param name="ResourceId">Which one.</param>
/// <param name="TotalEvents">How many entries there are.</param>
/// <param name="History">The oldest first.</param>
internal sealed record ResourceHistoryBody(string ResourceType, string ResourceId, long TotalEvents, IReadOnlyList<EntryBody> History);

/// <summary><c>GET /audit-logs/resource/{resource_type}/{resource_id}/history</c></summary>
internal static class ResourceHistory
{
    private const int Most = 10_000;

    public static void MapResourceHistory(this IEndpointRouteBuilder routes) => routes.MapGet("/audit-logs/resource/{resource_type}/{resource_id}/history", ShowAsync)
        .Named("get_resource_history")
        .WithSummary($"What happened to a thing, the oldest first; skip, and limit 1 to {Most}, default 1000")
        .WithTags("Audit log")
        .Produces<ResourceHistoryBody>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<ResourceHistoryBody>, JsonHttpResult<ErrorBody>>> ShowAsync(
        [FromRoute(Name = "resource_type")] string resourceType, [FromRoute(Name = "resource_id")] string resourceId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request);
        var limit = query.Number("limit", 1000, 1, Most);
        var skip = query.Number("skip", 0, 0, 1_000_000_000);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!PathValue.IsUsable(resourceType) || !PathValue.IsUsable(resourceId))
        {
            return TypedResults.Ok(new ResourceHistoryBody(resourceType, resourceId, 0, []));
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var filter = new EntryFilter { ResourceType = resourceType, ResourceId = resourceId };
        var tenant = caller.TenantId!.Value;
        var total = await EntryQueries.CountAsync(session, filter.Condition(tenant), cancel);
        var history = await session.ListAsync(
            $"select {ChainEntry.Columns} from audit_log a where {filter.Condition(tenant)} order by a.sequence limit {limit} offset {skip}",
            row => EntryBody.Of(ChainEntry.Read(row)), cancel);
        return TypedResults.Ok(new ResourceHistoryBody(resourceType, resourceId, total, history));
    }
}
