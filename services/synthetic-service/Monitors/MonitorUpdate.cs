using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.SyntheticService.Running;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary><c>PUT /monitors/{monitor_id}</c> and <c>DELETE /monitors/{monitor_id}</c></summary>
internal static class MonitorUpdate
{
    public static void MapMonitorUpdate(this IEndpointRouteBuilder routes) => routes.MapPut("/monitors/{monitor_id}", UpdateAsync)
        .Named("update_monitor")
        .WithSummary("Changes a monitor; what is absent or null stays as it is. A paused one (enabled: false) is not checked and its alert is over")
        .WithTags("Monitors")
        .Produces<MonitorResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    public static void MapMonitorDeletion(this IEndpointRouteBuilder routes) => routes.MapDelete("/monitors/{monitor_id}", DeleteAsync)
        .Named("delete_monitor")
        .WithSummary("Deletes a monitor and its results")
        .WithTags("Monitors")
        .Produces(StatusCodes.Status204NoContent)
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<MonitorResponse>, JsonHttpResult<ErrorBody>>> UpdateAsync(
        [FromRoute(Name = "monitor_id")] Guid monitorId, MonitorRequest request, HttpContext http, ServiceDatabase database, MonitorChange change, MonitorHeaders headers,
        MonitorAlerts alerts, TimeProvider time, CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return MonitorEndpoints.Refuse(mistakes);
        }

        var (caller, now) = (http.GetCaller(), time.GetStoredNow());
        await using var session = await database.OpenAsync(caller, cancel);
        if (await SyntheticMonitor.LockAsync(session, caller.ProjectId!.Value, monitorId, cancel) is not { } before)
        {
            return MonitorEndpoints.NotFound();
        }

        var (after, mistake) = change.Apply(before, request, now);
        if (after is null)
        {
            return MonitorEndpoints.Refuse([mistake!]);
        }

        if (!after.Enabled)
        {
            after = await alerts.ResolveAsync(session, after, "The monitor was paused.", now, cancel) with { Status = MonitorType.Unknown, ConsecutiveFailures = 0 };
        }

        await after.SaveAsync(session, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(MonitorResponse.Of(after, headers, null));
    }

    private static async Task<Results<NoContent, JsonHttpResult<ErrorBody>>> DeleteAsync(
        [FromRoute(Name = "monitor_id")] Guid monitorId, HttpContext http, ServiceDatabase database, MonitorAlerts alerts, TimeProvider time, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await SyntheticMonitor.LockAsync(session, caller.ProjectId!.Value, monitorId, cancel) is not { } monitor)
        {
            return MonitorEndpoints.NotFound();
        }

        await alerts.ResolveAsync(session, monitor, "The monitor was deleted.", time.GetStoredNow(), cancel);
        await session.ExecuteAsync($"delete from monitors where id = {monitorId}", cancel);
        await session.CommitAsync(cancel);
        return TypedResults.NoContent();
    }
}
