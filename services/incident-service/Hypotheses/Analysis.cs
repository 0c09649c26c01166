using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Incidents;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.IncidentService.Hypotheses;

/// <summary>What an analysis found and how it went. Everything is optional; what is absent stays as it is.</summary>
/// <param name="Hypotheses">The most probable first; they replace earlier ones. At most 20.</param>
/// <param name="Steps">What was done; a step of the same type is replaced. At most 20.</param>
/// <param name="AiRequests">What language models were asked; one that is known already is left alone. At most 20.</param>
internal sealed record AnalysisRequest(
    IReadOnlyList<FoundHypothesis?>? Hypotheses, IReadOnlyList<DoneStep?>? Steps, IReadOnlyList<MadeAiRequest?>? AiRequests);

/// <summary>A hypothesis.</summary>
/// <param name="Claim">1 to 1000 characters.</param>
/// <param name="Description">At most 5000 characters.</param>
/// <param name="ConfidenceScore">0 to 1.</param>
/// <param name="SupportingEvidence">At most 50 texts of at most 2000 characters.</param>
/// <param name="Id">By which the sender knows it, so that verdicts about it find it; default: a new one.</param>
internal sealed record FoundHypothesis(string? Claim, string? Description, double? ConfidenceScore, IReadOnlyList<string?>? SupportingEvidence, Guid? Id = null);

/// <summary>A step.</summary>
/// <param name="StepType">What it is.</param>
/// <param name="Status">pending, in_progress, completed, failed or skipped.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="CompletedAt">When it ended.</param>
/// <param name="InputTokens">What a language model read.</param>
/// <param name="OutputTokens">What it wrote.</param>
/// <param name="CostUsd">What it cost.</param>
/// <param name="ErrorMessage">Why it failed or was left out; at most 2000 characters.</param>
internal sealed record DoneStep(
    string? StepType, string? Status, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, int? InputTokens, int? OutputTokens, decimal? CostUsd, string? ErrorMessage);

/// <summary>A request to a language model.</summary>
/// <param name="Id">Chosen by the sender, so that it counts once however often it is sent.</param>
/// <param name="RequestType">What for; 1 to 50 characters.</param>
/// <param name="InputTokens">What it read.</param>
/// <param name="OutputTokens">What it wrote.</param>
/// <param name="CostUsd">What it cost.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="ModelUsed">1 to 100 characters.</param>
/// <param name="Success">Whether there was a usable answer; default true.</param>
/// <param name="ErrorMessage">At most 2000 characters.</param>
internal sealed record MadeAiRequest(
    Guid? Id, string? RequestType, int? InputTokens, int? OutputTokens, decimal? CostUsd, int? DurationMs, string? ModelUsed, bool? Success, string? ErrorMessage);

/// <summary>What is known then.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Hypotheses">All of the incident.</param>
internal sealed record AnalysisResponse(Guid IncidentId, IReadOnlyList<Hypothesis> Hypotheses);

/// <summary><c>POST /internal/incidents/{incident_id}/analysis</c></summary>
internal static class Analysis
{
    public static void MapAnalysis(this IEndpointRouteBuilder routes) => routes.MapPost("/internal/incidents/{incident_id}/analysis", RecordAsync)
        .Named("record_analysis")
        .WithSummary("Keeps what an analysis found: hypotheses, the steps that led to them, what language models cost; for ai-service, in the name of the project in its token")
        .WithTags("Internal")
        .Produces<AnalysisResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound,
            StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<AnalysisResponse>, JsonHttpResult<ErrorBody>>> RecordAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, AnalysisRequest request, HttpContext http, ServiceDatabase database, IncidentEvents events,
        TimeProvider time, CancellationToken cancel)
    {
        if (AnalysisRules.FindMistakes(request).Distinct().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var scope = CallerScope.Of(http.GetCaller());
        await using var session = await database.OpenAsync(scope, cancel);
        // Locked, so that two analyses do not mix.
        if (await Incident.LockAsync(session, scope.ProjectId!.Value, incidentId, cancel) is null)
        {
            return IncidentErrors.NotFound();
        }

        var record = new AnalysisRecord(session, scope, incidentId, time.GetStoredNow());
        if (request.Hypotheses is { } found)
        {
            await record.ReplaceHypothesesAsync(found!, cancel);
            foreach (var hypothesis in await Hypothesis.ListAsync(session, incidentId, cancel))
            {
                events.Generated(session, hypothesis, scope);
            }
        }

        foreach (var step in request.Steps ?? [])
        {
            await record.PutStepAsync(step!, cancel);
        }

        foreach (var made in request.AiRequests ?? [])
        {
            await record.AddAiRequestAsync(made!, cancel);
        }

        var hypotheses = await Hypothesis.ListAsync(session, incidentId, cancel);
        await session.CommitAsync(cancel);
        return TypedResults.Ok(new AnalysisResponse(incidentId, hypotheses));
    }
}
