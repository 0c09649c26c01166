using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Hypotheses;

/// <summary><c>GET /incidents/{incident_id}/hypotheses</c></summary>
internal static class HypothesisList
{
    public static void MapHypothesisList(this IEndpointRouteBuilder routes) => routes.MapGet("/incidents/{incident_id}/hypotheses", ListAsync)
        .Named("list_hypotheses")
        .WithSummary("What may have caused an incident, the most probable first; empty as long as nothing was found")
        .WithTags("Analysis")
        .Produces<IReadOnlyList<Hypothesis>>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<IReadOnlyList<Hypothesis>>, JsonHttpResult<ErrorBody>>> ListAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await Incident.FindAsync(session, caller.ProjectId!.Value, incidentId, cancel) is null
            ? IncidentErrors.NotFound()
            : TypedResults.Ok<IReadOnlyList<Hypothesis>>(await Hypothesis.ListAsync(session, incidentId, cancel));
    }
}
