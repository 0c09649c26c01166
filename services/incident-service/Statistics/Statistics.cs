using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.IncidentService.Lifecycle;
using SreCopilot.IncidentService.Peers;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Statistics;

/// <summary>How many incidents a project has.</summary>
/// <param name="Total">All.</param>
/// <param name="BySeverity">For every severity.</param>
/// <param name="ByState">For every state, and open, which is detected by another name.</param>
/// <param name="DetectedToday">Since midnight in the project's time zone.</param>
/// <param name="ResolvedToday">The same, of those that are over.</param>
/// <param name="MeanTimeToAcknowledgeSeconds">Of incidents detected within the last 30 days; null when none was acknowledged.</param>
/// <param name="MeanTimeToResolveSeconds">Of incidents detected within the last 30 days; null when none is over.</param>
/// <param name="Timezone">The project's time zone.</param>
internal sealed record StatisticsResponse(
    int Total, IReadOnlyDictionary<string, int> BySeverity, IReadOnlyDictionary<string, int> ByState, int DetectedToday, int ResolvedToday,
    double? MeanTimeToAcknowledgeSeconds, double? MeanTimeToResolveSeconds, string Timezone);

/// <summary><c>GET /incidents-stats</c></summary>
internal static class Statistics
{
    private static readonly TimeSpan MeanOver = TimeSpan.FromDays(30);

    public static void MapIncidentStatistics(this IEndpointRouteBuilder routes) => routes.MapGet("/incidents-stats", GetAsync)
        .Named("get_incident_statistics")
        .WithSummary("How many incidents the project has, by severity and by state, and how fast it is")
        .WithTags("Statistics")
        .Produces<StatisticsResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Ok<StatisticsResponse>> GetAsync(
        HttpContext http, ServiceDatabase database, ProjectDirectory directory, TimeProvider time, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        var timezone = await directory.FindTimezoneAsync(caller, cancel);
        var now = time.GetUtcNow();
        await using var session = await database.OpenAsync(caller, cancel);
        var groups = await session.ListAsync($"""
            with today as (select date_trunc('day', {now} at time zone {timezone}) at time zone {timezone} as midnight)
            select i.severity, i.state, count(*)::int,
              count(*) filter (where i.detected_at >= today.midnight)::int,
              count(*) filter (where i.resolved_at >= today.midnight)::int,
              count(i.acknowledged_at) filter (where i.detected_at >= {now - MeanOver})::int,
              coalesce(sum(extract(epoch from i.acknowledged_at - i.detected_at)) filter (where i.detected_at >= {now - MeanOver}), 0)::double precision,
              count(i.resolved_at) filter (where i.detected_at >= {now - MeanOver})::int,
              coalesce(sum(extract(epoch from i.resolved_at - i.detected_at)) filter (where i.detected_at >= {now - MeanOver}), 0)::double precision
            from incidents i, today
            where i.project_id = {caller.ProjectId}
            group by i.severity, i.state
            """, row => new Group(
                row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4),
                row.GetInt32(5), row.GetDouble(6), row.GetInt32(7), row.GetDouble(8)), cancel);
        return TypedResults.Ok(new StatisticsResponse(
            groups.Sum(group => group.Count),
            Severity.All.ToDictionary(severity => severity, severity => groups.Where(group => group.Severity == severity).Sum(group => group.Count)),
            State.Names.ToDictionary(name => name, name => groups.Where(group => group.State == State.Parse(name)).Sum(group => group.Count)),
            groups.Sum(group => group.DetectedToday),
            groups.Sum(group => group.ResolvedToday),
            Mean(groups.Sum(group => group.SecondsToAcknowledge), groups.Sum(group => group.Acknowledged)),
            Mean(groups.Sum(group => group.SecondsToResolve), groups.Sum(group => group.Resolved)),
            timezone));
    }

    private static double? Mean(double sum, int count) => count == 0 ? null : sum / count;

    private sealed record Group(
        string Severity, string State, int Count, int DetectedToday, int ResolvedToday, int Acknowledged, double SecondsToAcknowledge, int Resolved, double SecondsToResolve);
}
