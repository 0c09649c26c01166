using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.IncidentService.Activities;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Lifecycle;

/// <summary>The state to enter.</summary>
/// <param name="State">detected (or open), acknowledged, investigating, mitigated, resolved, learned or closed.</param>
/// <param name="Comment">Why; instead of the sentence that the story would say.</param>
/// <param name="Version">The version that the decision is about; when the incident has another one, nothing happens (409).</param>
internal sealed record StateRequest(string? State, string? Comment, int? Version);

/// <summary>Its answer.</summary>
/// <param name="Status">success.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="NewState">Its state now.</param>
/// <param name="Version">Its version now.</param>
internal sealed record StateResponse(string Status, Guid IncidentId, string NewState, int Version);

/// <summary><c>PATCH /incidents/{incident_id}/state</c></summary>
internal static class StateChange
{
    public static void MapStateChange(this IEndpointRouteBuilder routes) => routes.MapPatch("/incidents/{incident_id}/state", ChangeAsync)
        .Named("change_state")
        .WithSummary("Moves an incident to another state, if it can go there from where it is; to the same state changes nothing")
        .WithTags("Incidents")
        .Produces<StateResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    /// <summary>What entering a state means for an incident.</summary>
    public static Outcome Decide(Incident incident, string state, DateTimeOffset now)
    {
        if (incident.State == state)
        {
            return Outcome.Unchanged;
        }

        return State.After(incident.State).Contains(state)
            ? new Outcome(incident.Enter(state, now), Activity.StateChange, incident.State, state, $"State changed from {incident.State} to {state}.")
            : Outcome.Refused(ApiErrors.Conflict($"The incident is {incident.State} and cannot become {state} from there. It can become: {string.Join(", ", State.After(incident.State))}."));
    }

    private static async Task<Results<Ok<StateResponse>, JsonHttpResult<ErrorBody>>> ChangeAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, StateRequest request, HttpContext http, Change change, CancellationToken cancel)
    {
        var mistakes = Comments.FindMistakes(request.Comment).ToList();
        if (State.Parse(request.State) is not { } state)
        {
            return ApiErrors.Unprocessable([$"state: must be one of {string.Join(", ", State.Names)}", .. mistakes]);
        }

        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var (incident, refusal) = await change.MakeAsync(incidentId, http, request.Version, request.Comment, (present, now) => Decide(present, state, now), cancel);
        return refusal is not null ? refusal : TypedResults.Ok(new StateResponse("success", incidentId, incident!.State, incident.Version));
    }
}
