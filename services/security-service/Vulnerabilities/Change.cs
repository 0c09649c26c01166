using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.SecurityService.Vulnerabilities;

/// <summary>A change of a finding's status.</summary>
/// <param name="OldStatus">Null: it was not known before.</param>
/// <param name="NewStatus">What it became.</param>
/// <param name="ChangedBy">scan, or the person.</param>
/// <param name="Reason">What the scan said; empty for a person.</param>
/// <param name="ChangedAt">When.</param>
internal sealed record Change(string? OldStatus, string NewStatus, string ChangedBy, string Reason, DateTimeOffset ChangedAt)
{
    public static Task AddAsync(
        DatabaseSession session, CallerScope scope, Guid vulnId, string? from, string to, string by, string reason, DateTimeOffset at, CancellationToken cancel) =>
        session.ExecuteAsync($"""
            insert into vulnerability_changes (vulnerability_id, project_id, tenant_id, old_status, new_status, changed_by, reason, changed_at)
            values ({vulnId}, {scope.ProjectId}, {scope.TenantId}, {from}, {to}, {by}, {reason}, {at})
            """, cancel);
}

/// <summary><c>GET /vulnerabilities/{vuln_id}/changes</c></summary>
internal static class ChangeList
{
    private const int Most = 500;

    public static void MapChangeList(this IEndpointRouteBuilder routes) => routes.MapGet("/vulnerabilities/{vuln_id}/changes", ListAsync)
        .Named("list_vulnerability_changes")
        .WithSummary($"How a finding's status changed, the newest first; at most {Most}")
        .WithTags("Vulnerabilities")
        .Produces<IReadOnlyList<Change>>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<IReadOnlyList<Change>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "vuln_id")] Guid vulnId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await Vulnerability.FindAsync(session, caller.ProjectId!.Value, vulnId, cancel) is null)
        {
            return VulnerabilityEndpoints.NotFound();
        }

        return TypedResults.Ok<IReadOnlyList<Change>>(await session.ListAsync($"""
            select old_status, new_status, changed_by, reason, changed_at from vulnerability_changes
            where vulnerability_id = {vulnId} and project_id = {caller.ProjectId} order by id desc limit {Most}
            """, row => new Change(row.GetStringOrNull(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4)), cancel));
    }
}
