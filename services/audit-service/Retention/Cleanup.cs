using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SreCopilot.Audit;
using SreCopilot.AuditService.Access;
using SreCopilot.AuditService.Entries;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuditService.Retention;

/// <summary>What was removed.</summary>
/// <param name="Message">For display.</param>
/// <param name="RemovedCount">How many entries went.</param>
/// <param name="RemainingCount">How many are left.</param>
internal sealed record CleanupBody(string Message, long RemovedCount, long RemainingCount);

/// <summary><c>DELETE /audit-logs/cleanup</c></summary>
internal static class Cleanup
{
    public static void MapCleanup(this IEndpointRouteBuilder routes) => routes.MapDelete("/audit-logs/cleanup", CleanAsync)
        .Named("clean_up_audit_logs")
        .Audited("audit.cleanup", "audit_log")
        .WithSummary("Removes the organisation's entries that are older than days_to_keep (30 to 3650, default 365), which stays in the log")
        .WithTags("Retention")
        .Produces<CleanupBody>()
        .ProducesErrors(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<CleanupBody>, JsonHttpResult<ErrorBody>>> CleanAsync(
        HttpContext http, ServiceDatabase database, Removal removal, IOptions<RetentionOptions> options, TimeProvider time, CancellationToken cancel)
    {
        var query = new QueryReader(http.Request);
        var days = query.Number("days_to_keep", Math.Max(365, options.Value.MinimumDays), Math.Max(30, options.Value.MinimumDays), RetentionRegistration.MostDays);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        var removed = await removal.RemoveAsync(caller.TenantId!.Value, time.GetUtcNow().AddDays(-days), cancel);
        await using var session = await database.OpenAsync(caller, cancel);
        var remaining = await EntryQueries.CountAsync(session, new EntryFilter().Condition(caller.TenantId!.Value), cancel);
        http.DescribeAudit(new AuditEntry { Metadata = new AuditFields { { "days_to_keep", days }, { "removed_count", removed }, { "remaining_count", remaining } } });
        return TypedResults.Ok(new CleanupBody($"Entries older than {days} days were removed.", removed, remaining));
    }
}
