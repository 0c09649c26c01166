using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Peers;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Statistics;

/// <summary>How many incidents were detected on each of the last days, and how fast people were.</summary>
/// <param name="Days">How many days.</param>
/// <param name="StartDate">The first.</param>
/// <param name="EndDate">The last: today.</param>
/// <param name="Timezone">The project's time zone, in which days begin and end.</param>
/// <param name="Timeline">One entry for every day.</param>
internal sealed record TimelineResponse(int Days, DateOnly StartDate, DateOnly EndDate, string Timezone, IReadOnlyList<Day> Timeline);

/// <summary>A day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Count">Incidents detected on it.</param>
/// <param name="MeanTimeToAcknowledgeSeconds">Of those; null when none was acknowledged.</param>
/// <param name="MeanTimeToResolveSeconds">Of those; null when none is over.</param>
internal sealed record Day(DateOnly Date, int Count, double? MeanTimeToAcknowledgeSeconds, double? MeanTimeToResolveSeconds);

/// <summary><c>GET /incidents-timeline</c></summary>
internal static class Timeline
{
    private const int DefaultDays = 7;
    private const int MaximumDays = 365;

    public static void MapIncidentTimeline(this IEndpointRouteBuilder routes) => routes.MapGet("/incidents-timeline", GetAsync)
        .Named("get_incident_timeline")
        .WithSummary($"How many incidents were detected on each of the last days, and how fast people were (1 to {MaximumDays}, default {DefaultDays}), today included, in the project's time zone")
        .WithTags("Statistics")
        .Produces<TimelineResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<TimelineResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        string? days, HttpContext http, ServiceDatabase database, ProjectDirectory directory, TimeProvider time, CancellationToken cancel)
    {
        var reader = new QueryReader(unprocessable: true);
        var count = reader.Number("days", days, DefaultDays, 1, MaximumDays);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        var timezone = await directory.FindTimezoneAsync(caller, cancel);
        await using var session = await database.OpenAsync(caller, cancel);
        var timeline = await session.ListAsync($"""
            with bounds as (select d - {count - 1} as first, d as last from (select ({time.GetUtcNow()} at time zone {timezone})::date as d) as today),
            counts as (
              select (i.detected_at at time zone {timezone})::date as day, count(*)::int as count,
                avg(extract(epoch from i.acknowledged_at - i.detected_at))::double precision as acknowledge,
                avg(extract(epoch from i.resolved_at - i.detected_at))::double precision as resolve
              from incidents i, bounds
              where i.project_id = {caller.ProjectId} and i.detected_at >= bounds.first::timestamp at time zone {timezone}
              group by 1)
            select bounds.first + n, coalesce(counts.count, 0), counts.acknowledge, counts.resolve
            from bounds cross join generate_series(0, {count - 1}) as n left join counts on counts.day = bounds.first + n
            order by n
            """, row => new Day(row.GetFieldValue<DateOnly>(0), row.GetInt32(1), row.GetValueOrNull<double>(2), row.GetValueOrNull<double>(3)), cancel);
        return TypedResults.Ok(new TimelineResponse(count, timeline[0].Date, timeline[^1].Date, timezone, timeline));
    }
}
