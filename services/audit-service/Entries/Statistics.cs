using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AuditService.Access;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Entries;

/// <summary>What happened in the last days.</summary>
/// <param name="PeriodDays">How many days.</param>
/// <param name="TotalEvents">All entries.</param>
/// <param name="SuccessfulEvents">What was done.</param>
/// <param name="FailedEvents">What was not.</param>
/// <param name="SuccessRate">For display, for example <c>70.00%</c>.</param>
/// <param name="TopActions">At most ten pairs of action and number.</param>
/// <param name="TopUsers">At most ten pairs of user and number.</param>
/// <param name="ResourceBreakdown">Number by kind of resource.</param>
internal sealed record StatisticsBody(
    int PeriodDays, long TotalEvents, long SuccessfulEvents, long FailedEvents, string SuccessRate, JsonArray TopActions, JsonArray TopUsers,
    IReadOnlyDictionary<string, long> ResourceBreakdown);

/// <summary><c>GET /audit-logs/stats</c></summary>
internal static class Statistics
{
    private const int Most = 10;

    public static void MapStatistics(this IEndpointRouteBuilder routes) => routes.MapGet("/audit-logs/stats", ShowAsync)
        .Named("get_audit_statistics")
        .WithSummary("What happened in the last days (1 to 90, default 7)")
        .WithTags("Audit log")
        .Produces<StatisticsBody>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<StatisticsBody>, JsonHttpResult<ErrorBody>>> ShowAsync(HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request);
        var days = query.Number("days", 7, 1, 90);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        // One pass over the period; each row of the answer is one group of one kind.
        var groups = await session.ListAsync($"""
            select case when grouping(action) = 0 then 'action' when grouping(user_id) = 0 then 'user' else 'resource' end,
              coalesce(action, user_id, resource_type), count(*), count(*) filter (where success)
            from audit_log where tenant_id = {caller.TenantId} and occurred_at >= {time.GetUtcNow().AddDays(-days)}
            group by grouping sets (action, user_id, resource_type)
            """, row => (Kind: row.GetString(0), Key: row.GetString(1), Count: row.GetInt64(2), Successes: row.GetInt64(3)), cancel);

        var resources = groups.Where(group => group.Kind == "resource").ToList();
        var (total, successes) = (resources.Sum(group => group.Count), resources.Sum(group => group.Successes));
        var rate = string.Create(CultureInfo.InvariantCulture, $"{(total == 0 ? 0 : successes * 100m / total):0.00}%");
        return TypedResults.Ok(new StatisticsBody(
            days, total, successes, total - successes, rate, Top("action"), Top("user"),
            resources.OrderByDescending(group => group.Count).ThenBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count)));

        JsonArray Top(string kind) =>
            [.. groups.Where(group => group.Kind == kind).OrderByDescending(group => group.Count).ThenBy(group => group.Key, StringComparer.Ordinal).Take(Most)
                .Select(group => new JsonArray(JsonValue.Create(group.Key), JsonValue.Create(group.Count)))];
    }
}
