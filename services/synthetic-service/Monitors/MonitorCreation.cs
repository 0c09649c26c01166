using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.SyntheticService.Running;

namespace SreCopilot.SyntheticService.Monitors;

/// <summary><c>POST /monitors</c></summary>
internal static class MonitorCreation
{
    public static void MapMonitorCreation(this IEndpointRouteBuilder routes) => routes.MapPost("/monitors", CreateAsync)
        .Named("create_monitor")
        .WithSummary("Creates a monitor; its first check follows within ten seconds")
        .WithTags("Monitors")
        .Produces<MonitorResponse>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<MonitorResponse>, JsonHttpResult<ErrorBody>>> CreateAsync(
        MonitorRequest request, HttpContext http, ServiceDatabase database, MonitorChange change, MonitorHeaders headers, IOptions<MonitorOptions> options, TimeProvider time,
        CancellationToken cancel)
    {
        var mistakes = FindMissing(request).Concat(request.FindMistakes()).ToList();
        if (mistakes.Count > 0)
        {
            return MonitorEndpoints.Refuse(mistakes);
        }

        var (caller, now) = (http.GetCaller(), time.GetStoredNow());
        var (monitor, mistake) = change.Apply(Empty(caller, now), request, now);
        if (monitor is null)
        {
            return MonitorEndpoints.Refuse([mistake!]);
        }

        await using var session = await database.OpenAsync(caller, cancel);
        var key = $"{caller.ProjectId}";
        await session.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", cancel);
        var count = await session.SingleOrDefaultAsync($"select count(*)::int from monitors where project_id = {caller.ProjectId}", row => row.GetInt32(0), cancel);
        if (count >= options.Value.MaxPerProject)
        {
            return ApiErrors.Conflict($"The project has {count} monitors, which is as many as it may have.");
        }

        await monitor.InsertAsync(session, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(MonitorResponse.Of(monitor, headers, null));
    }

    private static SyntheticMonitor Empty(Caller caller, DateTimeOffset now)
    {
        var id = Guid.NewGuid();
        return new SyntheticMonitor
        {
            Id = id, TenantId = caller.TenantId!.Value, ProjectId = caller.ProjectId!.Value, Name = "", Type = "", Url = "", FrequencySeconds = 0, Assertions = [],
            Method = "GET", Enabled = true, Muted = false, TimeoutSeconds = 10, Retries = 1, FollowRedirects = true, AlertAfter = 2, Status = MonitorType.Unknown,
            ConsecutiveFailures = 0, NextRunAt = Schedule.First(id, now), CreatedAt = now, UpdatedAt = now,
        };
    }

    private static IEnumerable<string> FindMissing(MonitorRequest request) =>
        new[] { ("name", request.Name is null), ("type", request.Type is null), ("url", request.Url is null), ("frequency_seconds", request.FrequencySeconds is null) }
            .Where(field => field.Item2).Select(field => $"{field.Item1}: is required");
}
