using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Workflow;

/// <summary>How the analysis of an incident went.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="WorkflowSummary">The steps in numbers.</param>
/// <param name="Steps">In their order.</param>
internal sealed record WorkflowResponse(Guid IncidentId, WorkflowSummary WorkflowSummary, IReadOnlyList<Step> Steps);

/// <summary>Steps in numbers.</summary>
/// <param name="TotalSteps">All.</param>
/// <param name="CompletedSteps">That ended well.</param>
/// <param name="FailedSteps">That did not.</param>
/// <param name="InProgressSteps">That have not ended: pending or in progress.</param>
/// <param name="SkippedSteps">That were left out.</param>
/// <param name="TotalCostUsd">What language models cost.</param>
/// <param name="TotalTokens">What they read and wrote.</param>
internal sealed record WorkflowSummary(
    int TotalSteps, int CompletedSteps, int FailedSteps, int InProgressSteps, int SkippedSteps, decimal TotalCostUsd, int TotalTokens);

/// <summary><c>GET /incidents/{incident_id}/workflow</c></summary>
internal static class WorkflowEndpoints
{
    public static void MapWorkflow(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/incidents/{incident_id}/workflow", GetAsync)
            .Named("get_workflow")
            .WithSummary("The steps of the analysis of an incident, with what really happened and how long it took")
            .WithTags("Analysis")
            .Produces<WorkflowResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapAiUsage();
    }

    private static async Task<Results<Ok<WorkflowResponse>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        if (await Incident.FindAsync(session, caller.ProjectId!.Value, incidentId, cancel) is null)
        {
            return IncidentErrors.NotFound();
        }

        var steps = await Step.ListAsync(session, incidentId, cancel);
        var summary = new WorkflowSummary(
            steps.Count, Count(Step.Completed), Count(Step.Failed), Count(Step.Pending) + Count(Step.InProgress), Count(Step.Skipped),
            steps.Sum(step => step.CostUsd ?? 0), steps.Sum(step => step.TotalTokens ?? 0));
        return TypedResults.Ok(new WorkflowResponse(incidentId, summary, steps));

        int Count(string status) => steps.Count(step => step.Status == status);
    }
}
