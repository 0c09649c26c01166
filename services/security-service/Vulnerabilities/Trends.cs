using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.SecurityService.Vulnerabilities;

/// <summary>Findings by the day, in UTC.</summary>
/// <param name="Days">How many days.</param>
/// <param name="Trend">The oldest first; today last.</param>
internal sealed record TrendsResponse(int Days, IReadOnlyList<TrendDay> Trend);

/// <summary>One day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Opened">Findings that were new or came back.</param>
/// <param name="Closed">Findings that were resolved or set aside.</param>
/// <param name="Open">Findings that were open or worked on when it ended.</param>
internal sealed record TrendDay(DateOnly Date, int Opened, int Closed, int Open);

/// <summary><c>GET /vulnerabilities/trends</c></summary>
internal static class Trends
{
    public static void MapTrends(this IEndpointRouteBuilder routes) => routes.MapGet("/vulnerabilities/trends", GetAsync)
        .Named("get_vulnerability_trends")
        .WithSummary("How findings came and went by the day: days (1 to 365, default 30), service")
        .WithTags("Vulnerabilities")
        .Produces<TrendsResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<TrendsResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromQuery(Name = "days")] string? days, [FromQuery(Name = "service")] string? service, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var count = reader.Number("days", days, 30, 1, 365);
        var name = reader.Line("service", service, 255);
        if (reader.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        var first = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1 - count);
        await using var session = await database.OpenAsync(caller, cancel);
        // The number at the end of a day is today's without what happened after that day.
        var trend = await session.ListAsync($"""
            with moves as (
              select (c.changed_at at time zone 'UTC')::date as day,
                (c.new_status in ('open', 'in_progress'))::int - coalesce(c.old_status in ('open', 'in_progress'), false)::int as step
              from vulnerability_changes c join vulnerabilities v on v.id = c.vulnerability_id
              where c.project_id = {caller.ProjectId} and c.changed_at >= {first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)} and ({name}::text is null or v.service_name = {name})),
            days as (select {first} + n as day from generate_series(0, {count - 1}) as n),
            counted as (
              select d.day, count(*) filter (where m.step > 0)::int as opened, count(*) filter (where m.step < 0)::int as closed, coalesce(sum(m.step), 0)::int as step
              from days d left join moves m on m.day = d.day group by d.day),
            now as (
              select count(*)::int as open from vulnerabilities v
              where v.project_id = {caller.ProjectId} and v.status in ('open', 'in_progress') and ({name}::text is null or v.service_name = {name}))
            select c.day, c.opened, c.closed, (now.open - coalesce(sum(c.step) over (order by c.day desc rows between unbounded preceding and 1 preceding), 0))::int
            from counted c cross join now order by c.day
            """, row => new TrendDay(row.GetFieldValue<DateOnly>(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), cancel);
        return TypedResults.Ok(new TrendsResponse(count, trend));
    }
}
