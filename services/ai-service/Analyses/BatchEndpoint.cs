using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AiService.Analyses;

/// <summary>What was generated for one incident.</summary>
internal sealed record BatchItem(Guid IncidentId, IReadOnlyList<GeneratedHypothesis> Hypotheses, bool Cached);

/// <summary>What was generated for several incidents.</summary>
/// <param name="BatchSize">How many were asked for.</param>
/// <param name="Processed">How many of them were analysed now.</param>
/// <param name="Cached">How many had been before.</param>
/// <param name="Results">Those that exist; an incident that is being analysed elsewhere is left out, too.</param>
/// <param name="UsingMock">Always false: nothing is made up.</param>
/// <param name="BatchTokenUsage">Of the language model; null when it was not asked.</param>
/// <param name="CostPerIncident">USD, on average over those processed; null when no model was asked.</param>
internal sealed record BatchResponse(
    int BatchSize, int Processed, int Cached, IReadOnlyList<BatchItem> Results, bool UsingMock, ModelTokens? BatchTokenUsage, decimal? CostPerIncident);

/// <summary><c>POST /generate-hypotheses-batch</c>: one incident after the other, each with its own evidence.</summary>
internal static class BatchEndpoint
{
    private const int Most = 10;

    public static void MapGenerateBatch(this IEndpointRouteBuilder routes) => routes.MapPost("/generate-hypotheses-batch", GenerateAsync)
        .Named("generate_hypotheses_batch")
        .WithSummary($"The same for 1 to {Most} incidents")
        .WithTags("Internal")
        .Produces<BatchResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<BatchResponse>, JsonHttpResult<ErrorBody>>> GenerateAsync(
        IReadOnlyList<GenerateRequest?> request, HttpContext http, Generation generation, CancellationToken cancel)
    {
        if (request.Count is 0 or > Most)
        {
            return ApiErrors.BadRequest($"Send 1 to {Most} incidents.", ErrorCodes.ValidationError);
        }

        if (request.SelectMany(one => one is null ? ["must be an object"] : one.FindMistakes()).Distinct().ToList() is { Count: > 0 } mistakes)
        {
            return ApiErrors.Unprocessable(mistakes);
        }

        var scope = CallerScope.Of(http.GetCaller());
        var results = new List<GenerationResult>();
        foreach (var one in request.DistinctBy(one => one!.IncidentId))
        {
            var result = await generation.RunAsync(scope, one!.IncidentId!.Value, again: false, cancel);
            if (result.Outcome == GenerationOutcome.IncidentsAway)
            {
                return GenerateEndpoint.Refuse(result.Outcome, http)!;
            }

            if (result.Analysis is not null)
            {
                results.Add(result);
            }
        }

        var calls = results.Select(result => result.Call).OfType<LanguageModel.ModelCall>().ToList();
        var fresh = results.Count(result => !result.Cached);
        return TypedResults.Ok(new BatchResponse(
            request.Count, fresh, results.Count - fresh,
            [.. results.Select(result => new BatchItem(result.Analysis!.IncidentId, GenerateResponse.Of(result).Hypotheses, result.Cached))], false,
            calls.Count == 0 ? null : new(calls.Sum(call => call.InputTokens), calls.Sum(call => call.OutputTokens), calls.Sum(call => call.InputTokens + call.OutputTokens), calls.Sum(call => call.DurationMs)),
            calls.Count == 0 ? null : Math.Round(calls.Sum(call => call.CostUsd) / fresh, 6)));
    }
}
