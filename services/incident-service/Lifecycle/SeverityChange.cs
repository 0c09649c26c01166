using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.IncidentService.Activities;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Lifecycle;

/// <summary>The new severity.</summary>
/// <param name="Severity">critical, high, medium or low.</param>
/// <param name="Comment">Why; instead of the sentence that the story would say.</param>
/// <param name="Version">The version that the decision is about; when the incident has another one, nothing happens (409).</param>
internal sealed record SeverityRequest(string? Severity, string? Comment, int? Version);

/// <summary>Its answer.</summary>
/// <param name="Status">success.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="NewSeverity">Its severity now.</param>
/// <param name="Version">Its version now.</param>
internal sealed record SeverityResponse(string Status, Guid IncidentId, string NewSeverity, int Version);

/// <summary><c>PATCH /incidents/{incident_id}/severity</c></summary>
internal static class SeverityChange
{
    public static void MapSeverityChange(this IEndpointRouteBuilder routes) => routes.MapPatch("/incidents/{incident_id}/severity", ChangeAsync)
        .Named("change_severity")
        .WithSummary("Says that an incident is worse or less bad than thought")
        .WithTags("Incidents")
        .Produces<SeverityResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<SeverityResponse>, JsonHttpResult<ErrorBody>>> ChangeAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, SeverityRequest request, HttpContext http, Change change, CancellationToken cancel)
    {
        var mistakes = Comments.FindMistakes(request.Comment).ToList();
        if (request.Severity is not { } severity || !Severity.All.Contains(severity))
        {
            return ApiErrors.Unprocessable([$"severity: must be one of {string.Join(", ", Severity.All)}", .. mistakes]);
        }

        if (mistakes.Count > 0)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var (incident, refusal) = await change.MakeAsync(incidentId, http, request.Version, request.Comment, (present, now) => Decide(present, severity, now), cancel);
        return refusal is not null ? refusal : TypedResults.Ok(new SeverityResponse("success", incidentId, incident!.Severity, incident.Version));
    }

    /// <summary>What another severity means for an incident.</summary>
    public static Outcome Decide(Incident present, string severity, DateTimeOffset now) => present.Severity == severity
        ? Outcome.Unchanged
        : new Outcome(present.Next(now) with { Severity = severity }, Activity.SeverityChange, present.Severity, severity, $"Severity changed from {present.Severity} to {severity}.");
}
