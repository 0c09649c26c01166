using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AiService.LanguageModel;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AiService.Analyses;

/// <summary>Which incident to analyse.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Title">Its title, at most 200 characters. What incident-service says counts.</param>
/// <param name="Description">Its description, at most 5000 characters.</param>
/// <param name="ServiceName">Its service, at most 100 characters.</param>
internal sealed record GenerateRequest(Guid? IncidentId, string? Title, string? Description, string? ServiceName)
{
    public IEnumerable<string> FindMistakes()
    {
        if (IncidentId is null)
        {
            yield return "incident_id: is required";
        }

        if (!Text.IsProse(Title, 200))
        {
            yield return "title: is required, with at most 200 characters";
        }

        if (!Text.IsProse(Description, 5000))
        {
            yield return "description: is required, with at most 5000 characters";
        }

        if (!Text.IsProse(ServiceName, 100))
        {
            yield return "service_name: is required, with at most 100 characters";
        }
    }
}

/// <summary>A hypothesis in short; incident-service has the text.</summary>
internal sealed record GeneratedHypothesis(Guid Id, string Claim, double ConfidenceScore, int Rank);

/// <summary>What a model read and wrote.</summary>
internal sealed record ModelTokens(int InputTokens, int OutputTokens, int TotalTokens, int DurationMs)
{
    public static ModelTokens? Of(ModelCall? call) => call is null ? null : new(call.InputTokens, call.OutputTokens, call.InputTokens + call.OutputTokens, call.DurationMs);
}

/// <summary>What was generated.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="HypothesesGenerated">How many.</param>
/// <param name="Hypotheses">The most probable first.</param>
/// <param name="UsingMock">Always false: nothing is made up.</param>
/// <param name="Cached">Whether they had been there before.</param>
/// <param name="TokenUsage">Of the language model; null when it was not asked.</param>
/// <param name="GeneratedBy">engine, model or engine_fallback.</param>
/// <param name="Missing">Sources that could not be asked.</param>
internal sealed record GenerateResponse(
    Guid IncidentId, int HypothesesGenerated, IReadOnlyList<GeneratedHypothesis> Hypotheses, bool UsingMock, bool Cached, ModelTokens? TokenUsage, string GeneratedBy,
    IReadOnlyList<string> Missing)
{
    public static GenerateResponse Of(GenerationResult result) => new(
        result.Analysis!.IncidentId, result.Analysis.Hypotheses.Count, [.. result.Analysis.Hypotheses.Select(one => new GeneratedHypothesis(one.Id, one.Claim, one.ConfidenceScore, one.Rank))],
        false, result.Cached, ModelTokens.Of(result.Call), result.Analysis.GeneratedBy, result.Analysis.Missing);
}

/// <summary><c>POST /generate-hypotheses</c></summary>
internal static class GenerateEndpoint
{
    public static void MapGenerate(this IEndpointRouteBuilder routes) => routes.MapPost("/generate-hypotheses", GenerateAsync)
        .Named("generate_hypotheses")
        .WithSummary("Analyses an incident, once; for incident-service, in the name of the project in its token")
        .WithTags("Internal")
        .Produces<GenerateResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict,
            StatusCodes.Status422UnprocessableEntity);

    /// <summary>The answer to whatever is not done; null when it is.</summary>
    public static JsonHttpResult<ErrorBody>? Refuse(GenerationOutcome outcome, HttpContext http)
    {
        if (outcome is GenerationOutcome.Busy or GenerationOutcome.IncidentsAway)
        {
            http.Response.Headers.RetryAfter = "5";
        }

        return outcome switch
        {
            GenerationOutcome.NotFound => ApiErrors.NotFound("There is no such incident in this project."),
            GenerationOutcome.Busy => ApiErrors.Conflict("This incident is being analysed right now."),
            GenerationOutcome.IncidentsAway => ApiErrors.Create(
                StatusCodes.Status503ServiceUnavailable, "The incident cannot be read or written at the moment. Try again in a few seconds.", error: "service_unavailable"),
            _ => null,
        };
    }

    private static async Task<Results<Ok<GenerateResponse>, JsonHttpResult<ErrorBody>>> GenerateAsync(
        GenerateRequest request, HttpContext http, Generation generation, CancellationToken cancel)
    {
        if (request.FindMistakes().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var result = await generation.RunAsync(CallerScope.Of(http.GetCaller()), request.IncidentId!.Value, again: false, cancel);
        return Refuse(result.Outcome, http) is { } refusal ? refusal : TypedResults.Ok(GenerateResponse.Of(result));
    }
}
