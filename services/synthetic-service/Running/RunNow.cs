using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.SyntheticService.Checks;
using SreCopilot.SyntheticService.Monitors;
using SreCopilot.SyntheticService.Results;

namespace SreCopilot.SyntheticService.Running;

/// <summary><c>POST /monitors/{monitor_id}/run</c></summary>
internal static class RunNow
{
    // Below what api-gateway waits for.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    // The platform is no tool to knock on somebody's door with.
    private const int PauseSeconds = 5;

    public static void MapRunNow(this IEndpointRouteBuilder routes) => routes.MapPost("/monitors/{monitor_id}/run", RunAsync)
        .Named("run_monitor")
        .WithSummary($"Checks at once, paused or not: one attempt of at most {Longest.TotalSeconds:0} seconds, at most every {PauseSeconds} seconds. The result is listed, but counts neither for uptime nor for alerts")
        .WithTags("Monitors")
        .Produces<CheckResult>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<CheckResult>, JsonHttpResult<ErrorBody>>> RunAsync(
        [FromRoute(Name = "monitor_id")] Guid monitorId, HttpContext http, ServiceDatabase database, Checker checker, RefusedChecks refused, TimeProvider time,
        CancellationToken cancel)
    {
        var (caller, startedAt) = (http.GetCaller(), time.GetStoredNow());
        var (monitor, refusal) = await TakeTurnAsync(database, caller, monitorId, startedAt, http.Response, cancel);
        if (monitor is null)
        {
            return refusal!;
        }

        var limit = TimeSpan.FromSeconds(monitor.TimeoutSeconds);
        var outcome = await checker.TryAsync(monitor, limit < Longest ? limit : Longest, cancel) with { Counted = false };
        var result = CheckResult.Of(monitor, startedAt, outcome) with { Trigger = CheckResult.Manual };
        await using var session = await database.OpenAsync(caller, cancel);
        if (await SyntheticMonitor.LockAsync(session, caller.ProjectId!.Value, monitorId, cancel) is null)
        {
            return MonitorEndpoints.NotFound();
        }

        await refused.NoteAsync(session, monitor, outcome, cancel);
        await result.InsertAsync(session, monitor, null, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(result);
    }

    private static async Task<(SyntheticMonitor? Monitor, JsonHttpResult<ErrorBody>? Refusal)> TakeTurnAsync(
        ServiceDatabase database, Caller caller, Guid monitorId, DateTimeOffset now, HttpResponse response, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(caller, cancel);
        if (await SyntheticMonitor.LockAsync(session, caller.ProjectId!.Value, monitorId, cancel) is not { } monitor)
        {
            return (null, MonitorEndpoints.NotFound());
        }

        if (await session.ExecuteAsync($"""
            update monitors set last_manual_at = {now} where id = {monitorId} and (last_manual_at is null or last_manual_at <= {now.AddSeconds(-PauseSeconds)})
            """, cancel) == 0)
        {
            response.Headers.RetryAfter = $"{PauseSeconds}";
            return (null, ApiErrors.Create(StatusCodes.Status429TooManyRequests, $"The monitor was checked a moment ago. Wait {PauseSeconds} seconds."));
        }

        await session.CommitAsync(cancel);
        return (monitor, null);
    }
}
