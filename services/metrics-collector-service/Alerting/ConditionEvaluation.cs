using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.MetricsCollectorService.Alerting;

/// <summary><c>POST /internal/conditions/evaluate</c></summary>
internal static class ConditionEvaluation
{
    private const int MostQuestions = 500;

    public static void MapConditionEvaluation(this IEndpointRouteBuilder routes) => routes.MapPost("/internal/conditions/evaluate", EvaluateAsync)
        .Named("evaluate_conditions")
        .NotAudited("A query: nothing changes.")
        .WithSummary($"For alerting-service: one value per series for each of up to {MostQuestions} conditions and moments, in the order of the questions")
        .WithTags("Internal")
        .Produces<EvaluationAnswer>()
        .ProducesErrors(StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden);

    private static async Task<Results<Ok<EvaluationAnswer>, JsonHttpResult<ErrorBody>>> EvaluateAsync(
        EvaluationRequest request, HttpContext http, ServiceDatabase database, CancellationToken cancel)
    {
        if (request.Questions is not { Count: >= 1 and <= MostQuestions })
        {
            return ApiErrors.BadRequest($"questions: must be 1 to {MostQuestions}", ErrorCodes.ValidationError);
        }

        var questions = request.Questions.Select(Question.Read).ToList();
        if (questions.FindIndex(question => question is null) is >= 0 and var wrong)
        {
            return ApiErrors.BadRequest($"questions[{wrong}]: must name a signal, a metric, a moment and a window of 1 to 86400 seconds", ErrorCodes.ValidationError);
        }

        var project = http.GetCaller().ProjectId!.Value;
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        var others = new OtherSignals(session, project);
        var metrics = new MetricSignals(session, project, others);
        var answers = await metrics.AnswerAsync(questions!, cancel);
        for (var index = 0; index < questions.Count; index++)
        {
            answers[index] ??= await others.AnswerAsync(questions[index]!, cancel);
        }

        return TypedResults.Ok(new EvaluationAnswer(answers!));
    }
}
