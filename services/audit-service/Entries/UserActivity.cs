using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AuditService.Access;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Entries;

/// <summary>What a user did.</summary>
/// <param name="UserId">The user.</param>
/// <param name="TotalActivities">How many entries there are.</param>
/// <param name="RecentActivities">The newest first.</param>
internal sealed record UserActivityBody(string UserId, long TotalActivities, IReadOnlyList<EntryBody> RecentActivities);

/// <summary><c>GET /audit-logs/user/{user_id}/activity</c></summary>
internal static class UserActivity
{
    public static void MapUserActivity(this IEndpointRouteBuilder routes) => routes.MapGet("/audit-logs/user/{user_id}/activity", ShowAsync)
        .Named("get_user_activity")
        .WithSummary("What a user did, the newest first; limit 1 to 500, default 50")
        .WithTags("Audit log")
        .Produces<UserActivityBody>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<UserActivityBody>, JsonHttpResult<ErrorBody>>> ShowAsync(
        [FromRoute(Name = "user_id")] string userId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request);
        var limit = query.Number("limit", 50, 1, 500);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!PathValue.IsUsable(userId))
        {
            return TypedResults.Ok(new UserActivityBody(userId, 0, []));
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var filter = new EntryFilter { UserId = userId };
        var tenant = caller.TenantId!.Value;
        var total = await EntryQueries.CountAsync(session, filter.Condition(tenant), cancel);
        return TypedResults.Ok(new UserActivityBody(userId, total, await EntryQueries.ListAsync(session, filter.Condition(tenant), 0, limit, cancel)));
    }
}

/// <summary>Values of paths that are searched for.</summary>
internal static class PathValue
{
    /// <summary>Whether anything can have this value: PostgreSQL takes no NUL.</summary>
    public static bool IsUsable(string value) => SreCopilot.ServiceDefaults.Validation.Text.IsLine(value, 500);
}
