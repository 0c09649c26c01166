using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.SecurityService.Vulnerabilities;

/// <summary>The findings in numbers.</summary>
/// <param name="BySeverity">All four, whatever became of them.</param>
/// <param name="ByService">Services with findings.</param>
/// <param name="ByStatus">Statuses that occur.</param>
/// <param name="Total">All findings.</param>
/// <param name="Trends">What is done and what is not.</param>
/// <param name="OpenBySeverity">Of the ones that are open or worked on: all four.</param>
internal sealed record OverviewResponse(
    IReadOnlyDictionary<string, int> BySeverity, IReadOnlyDictionary<string, int> ByService, IReadOnlyDictionary<string, int> ByStatus, int Total, OverviewTrends Trends,
    IReadOnlyDictionary<string, int> OpenBySeverity);

/// <summary>Done and not done; by the day: <c>GET /vulnerabilities/trends</c>.</summary>
/// <param name="ResolvedCount">Resolved.</param>
/// <param name="OpenCount">Open or worked on.</param>
internal sealed record OverviewTrends(int ResolvedCount, int OpenCount);

/// <summary><c>GET /vulnerabilities/overview</c></summary>
internal static class Overview
{
    public static void MapOverview(this IEndpointRouteBuilder routes) => routes.MapGet("/vulnerabilities/overview", GetAsync)
        .Named("get_vulnerability_overview")
        .WithSummary("The findings of the project in numbers")
        .WithTags("Vulnerabilities")
        .Produces<OverviewResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Ok<OverviewResponse>> GetAsync(HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var rows = await session.ListAsync($"""
            select severity, service_name, status, count(*)::int from vulnerabilities where project_id = {caller.ProjectId} group by 1, 2, 3 order by 2, 3
            """, row => (Severity: row.GetString(0), Service: row.GetString(1), Status: row.GetString(2), Count: row.GetInt32(3)), cancel);
        return TypedResults.Ok(new OverviewResponse(
            Severity.All.ToDictionary(severity => severity, severity => rows.Where(row => row.Severity == severity).Sum(row => row.Count)),
            rows.GroupBy(row => row.Service).ToDictionary(group => group.Key, group => group.Sum(row => row.Count)),
            rows.GroupBy(row => row.Status).ToDictionary(group => group.Key, group => group.Sum(row => row.Count)),
            rows.Sum(row => row.Count),
            new OverviewTrends(rows.Where(row => row.Status == Status.Resolved).Sum(row => row.Count), rows.Where(row => Status.IsActive(row.Status)).Sum(row => row.Count)),
            Severity.All.ToDictionary(severity => severity, severity => rows.Where(row => row.Severity == severity && Status.IsActive(row.Status)).Sum(row => row.Count))));
    }
}
