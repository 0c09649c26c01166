using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SreCopilot.AiService.LanguageModel;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AiService.Analyses;

/// <summary>Whether a model is configured.</summary>
/// <param name="Status">operational.</param>
/// <param name="UsingMock">Always false: without a model the evidence engine speaks alone.</param>
/// <param name="ApiConfigured">Whether there is a model.</param>
internal sealed record StatusResponse(string Status, bool UsingMock, bool ApiConfigured);

/// <summary><c>GET</c> and <c>POST /incidents/{incident_id}/analysis</c>, <c>GET /status</c></summary>
internal static class AnalysisEndpoints
{
    public static void AddAnalyses(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<Collection.CollectionOptions>().BindConfiguration(Collection.CollectionOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<Collection.CollectionOptions>, Collection.CollectionOptionsValidator>();
        builder.Services.AddSingleton<Collection.EvidenceCollector>();
        builder.Services.AddSingleton<GenerationLock>();
        builder.Services.AddSingleton<Delivery>();
        builder.Services.AddSingleton<Generation>();
    }

    public static void MapAnalyses(this IEndpointRouteBuilder routes)
    {
        routes.MapGenerate();
        routes.MapGenerateBatch();
        routes.MapGet("/status", (ModelCalls calls) => TypedResults.Ok(new StatusResponse("operational", false, calls.IsConfigured)))
            .Named("get_status").WithSummary("Whether a language model is configured").WithTags("Internal").Produces<StatusResponse>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);
        routes.MapGet("/incidents/{incident_id}/analysis", GetAsync)
            .Named("get_analysis")
            .WithSummary("What was found out about an incident: hypotheses with what speaks for and against them, all evidence, and what could not be asked")
            .WithTags("Hypotheses").Produces<Analysis>()
            .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound);
        routes.MapPost("/incidents/{incident_id}/analysis", AnalyseAgainAsync)
            .Named("analyse_incident")
            .Audited("analysis.create", "incident")
            .WithSummary("Analyses an incident anew, with the evidence and the verdicts of now; the new hypotheses replace the old ones")
            .WithTags("Hypotheses").Produces<Analysis>()
            .ProducesErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<Analysis>, JsonHttpResult<ErrorBody>>> GetAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        return await AnalysisStore.FindAsync(session, caller.ProjectId!.Value, incidentId, cancel) is { } analysis
            ? TypedResults.Ok(analysis)
            : ApiErrors.NotFound("This project has no analysis of such an incident.");
    }

    private static async Task<Results<Ok<Analysis>, JsonHttpResult<ErrorBody>>> AnalyseAgainAsync(
        [FromRoute(Name = "incident_id")] Guid incidentId, HttpContext http, Generation generation, CancellationToken cancel)
    {
        var result = await generation.RunAsync(CallerScope.Of(http.GetCaller()), incidentId, again: true, cancel);
        return GenerateEndpoint.Refuse(result.Outcome, http) is { } refusal ? refusal : TypedResults.Ok(result.Analysis!);
    }
}
