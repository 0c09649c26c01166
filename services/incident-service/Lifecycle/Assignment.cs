using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Activities;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.IncidentService.Peers;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Lifecycle;

/// <summary>Who takes care of an incident.</summary>
/// <param name="AssigneeId">A member of the project; null: nobody.</param>
/// <param name="Comment">Why; instead of the sentence that the story would say.</param>
/// <param name="Version">The version that the decision is about; when the incident has another one, nothing happens (409).</param>
internal sealed record AssigneeRequest(Guid? AssigneeId, string? Comment, int? Version);

/// <summary><c>PATCH /incidents/{incident_id}/assignee</c></summary>
internal static class Assignment
{
    public static void MapAssignment(this IEndpointRouteBuilder routes) => routes.MapPatch("/incidents/{incident_id}/assignee", ChangeAsync)
        .Named("change_assignee")
        .WithSummary("Gives an incident to a member of the project, or to nobody")
        .WithTags("Incidents")
        .Produces<Incident>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<Incident>, JsonHttpResult<ErrorBody>>> ChangeAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, AssigneeRequest request, HttpContext http, Change change, ProjectDirectory directory, CancellationToken cancel)
    {
        if (Comments.FindMistakes(request.Comment).ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        Member? assignee = null;
        if (request.AssigneeId is { } userId)
        {
            (assignee, var isKnown) = await directory.FindMemberAsync(http.GetCaller(), userId, cancel);
            if (assignee is null)
            {
                return isKnown ? ApiErrors.Unprocessable(["assignee_id: must be a member of the project"]) : Unavailable(http);
            }
        }

        var (incident, refusal) = await change.MakeAsync(incidentId, http, request.Version, request.Comment, Decide, cancel);
        return refusal is not null ? refusal : TypedResults.Ok(incident!);

        Outcome Decide(Incident present, DateTimeOffset now) => present.AssigneeId == assignee?.UserId
            ? Outcome.Unchanged
            : new Outcome(
                present.Next(now) with { AssigneeId = assignee?.UserId, AssigneeName = assignee?.UserName, AssigneeEmail = assignee?.UserEmail },
                Activity.AssigneeChange, present.AssigneeName, assignee?.UserName, assignee is null ? "Assigned to nobody." : $"Assigned to {assignee.UserName}.");
    }

    private static JsonHttpResult<ErrorBody> Unavailable(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "5";
        return ApiErrors.Create(
            StatusCodes.Status503ServiceUnavailable, "The members of the project cannot be looked up at the moment. Nothing was changed; try again in a few seconds.",
            error: "service_unavailable");
    }
}
