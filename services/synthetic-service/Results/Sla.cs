using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Results;

/// <summary>How a monitor fared. Only checks that were due and found something out count; without any, nothing is known.</summary>
/// <param name="MonitorId">The monitor.</param>
/// <param name="MonitorName">Its name.</param>
/// <param name="UptimePercent">Successful checks of all, two decimals, never 100 when one failed; null without checks.</param>
/// <param name="AvgResponseTimeMs">Of the successful ones; null without any.</param>
/// <param name="P95ResponseTimeMs">19 of 20 successful ones were not slower; null without any.</param>
/// <param name="TotalChecks">How many checks.</param>
/// <param name="Failures">How many of them failed.</param>
/// <param name="PeriodHours">The period, which ends now.</param>
/// <param name="SlaTarget">What was promised; null: nothing.</param>
/// <param name="SlaMet">Whether it was kept; null without checks or promise.</param>
internal sealed record SlaResponse(
    Guid MonitorId, string MonitorName, double? UptimePercent, double? AvgResponseTimeMs, double? P95ResponseTimeMs, int TotalChecks, int Failures, int PeriodHours,
    double? SlaTarget, bool? SlaMet);

/// <summary><c>GET /monitors/{monitor_id}/sla</c> and <c>GET /sla</c></summary>
internal static class Sla
{
    private const int LongestPeriod = 2160;

    public static void MapSla(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/monitors/{monitor_id}/sla", GetAsync)
            .Named("get_sla")
            .WithSummary($"How a monitor fared: period_hours (1 to {LongestPeriod}, default 24)")
            .WithTags("Results")
            .Produces<SlaResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapGet("/sla", ListAsync)
            .Named("list_slas")
            .WithSummary($"How the monitors of the project fared, by name: period_hours (1 to {LongestPeriod}, default 24)")
            .WithTags("Results")
            .Produces<IReadOnlyList<SlaResponse>>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
    }

    private static async Task<Results<Ok<SlaResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "monitor_id")] Guid monitorId, [FromQuery(Name = "period_hours")] string? period, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var hours = reader.Number("period_hours", period, 24, 1, LongestPeriod);
        return reader.Refusal is { } refusal ? refusal
            : await ReadAsync(http.GetCaller(), monitorId, hours, database, time, cancel) is [var sla] ? TypedResults.Ok(sla)
            : MonitorEndpoints.NotFound();
    }

    private static async Task<Results<Ok<IReadOnlyList<SlaResponse>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromQuery(Name = "period_hours")] string? period, HttpContext http, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        var reader = new QueryReader();
        var hours = reader.Number("period_hours", period, 24, 1, LongestPeriod);
        return reader.Refusal is { } refusal ? refusal : TypedResults.Ok<IReadOnlyList<SlaResponse>>(await ReadAsync(http.GetCaller(), null, hours, database, time, cancel));
    }

    private static async Task<List<SlaResponse>> ReadAsync(Caller caller, Guid? monitorId, int hours, ServiceDatabase database, TimeProvider time, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(caller, cancel);
        return await session.ListAsync($"""
            select m.id, m.name, m.sla_target, count(r.id)::int, (count(r.id) filter (where not r.success))::int,
              avg(r.response_time_ms) filter (where r.success), percentile_disc(0.95) within group (order by r.response_time_ms) filter (where r.success)
            from monitors m left join results r
              on r.monitor_id = m.id and r.counted and r.scheduled_for is not null and r.started_at > {time.GetUtcNow().AddHours(-hours)}
            where m.project_id = {caller.ProjectId} and ({monitorId}::uuid is null or m.id = {monitorId})
            group by m.id order by m.name, m.id
            """, row => Create(
                row.GetGuid(0), row.GetString(1), row.GetValueOrNull<double>(2), row.GetInt32(3), row.GetInt32(4), row.GetValueOrNull<double>(5), row.GetValueOrNull<double>(6), hours), cancel);
    }

    private static SlaResponse Create(Guid id, string name, double? target, int checks, int failures, double? average, double? slow, int hours)
    {
        double? exact = checks == 0 ? null : 100.0 * (checks - failures) / checks;
        double? shown = exact is { } percent ? Math.Min(Math.Round(percent, 2), failures > 0 ? 99.99 : 100) : null;
        return new SlaResponse(
            id, name, shown, average is { } time ? Math.Round(time, 1) : null, slow is { } slowest ? Math.Round(slowest, 1) : null, checks, failures, hours,
            target, target is null || exact is null ? null : exact >= target);
    }
}
