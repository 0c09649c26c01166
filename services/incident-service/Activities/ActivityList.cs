using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.ProjectEndpoints;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Activities;

/// <summary><c>GET /incidents/{incident_id}/activities</c></summary>
internal static class ActivityList
{
    private const int DefaultLimit = 500;
    private const int MaximumLimit = 1000;

    public static void MapActivityList(this IEndpointRouteBuilder routes) => routes.MapGet("/incidents/{incident_id}/activities", ListAsync)
        .Named("list_activities")
        .WithSummary($"What happened to an incident, the newest first; at most limit (1 to {MaximumLimit}, default {DefaultLimit}), and only what happened before the activity named by before")
        .WithTags("Activities")
        .Produces<IReadOnlyList<Activity>>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<IReadOnlyList<Activity>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, string? limit, string? before, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var query = new QueryReader(unprocessable: true);
        var count = query.Number("limit", limit, DefaultLimit, 1, MaximumLimit);
        var older = query.Id("before", before);
        if (query.Refusal is { } refusal)
        {
            return refusal;
        }

        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        var activities = await Activity.ListAsync(session, incidentId, older, count, cancel);
        // Every incident has at least the activity of its beginning.
        return activities.Count > 0 || await Incident.FindAsync(session, caller.ProjectId!.Value, incidentId, cancel) is not null
            ? TypedResults.Ok<IReadOnlyList<Activity>>(activities)
            : IncidentErrors.NotFound();
    }
}
