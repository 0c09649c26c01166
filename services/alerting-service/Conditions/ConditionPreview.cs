using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.AlertingService.Evaluation;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AlertingService.Conditions;

/// <summary>What is to be tried out on history.</summary>
/// <param name="Condition">As for creating one; name and severity are not needed.</param>
/// <param name="Hours">How far back: 1 to 168, default 24.</param>
internal sealed record PreviewRequest(ConditionRequest? Condition, int? Hours);

/// <summary>What the condition would have found.</summary>
/// <param name="TimeFrom">The first moment.</param>
/// <param name="TimeTo">The last one.</param>
/// <param name="StepSeconds">From one moment to the next; when that is more than a minute, short breaches between two are not seen.</param>
/// <param name="Points">What was measured.</param>
/// <param name="Alerts">The alerts that would have fired.</param>
internal sealed record PreviewResponse(
    DateTimeOffset TimeFrom, DateTimeOffset TimeTo, int StepSeconds, IReadOnlyList<PreviewPoint> Points, IReadOnlyList<PreviewAlert> Alerts);

/// <summary>A value.</summary>
/// <param name="Time">The end of its window.</param>
/// <param name="Labels">The series.</param>
/// <param name="Value">The value.</param>
/// <param name="Breached">Whether it is one that the condition warns of.</param>
internal sealed record PreviewPoint(DateTimeOffset Time, IReadOnlyDictionary<string, string> Labels, double Value, bool Breached);

/// <summary>An alert that would have fired.</summary>
/// <param name="Labels">The series.</param>
/// <param name="FiredAt">When.</param>
/// <param name="ResolvedAt">When it would have been over; null: it would not.</param>
/// <param name="Value">What would have been measured.</param>
internal sealed record PreviewAlert(IReadOnlyDictionary<string, string> Labels, DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt, double Value);

/// <summary><c>POST /conditions/preview</c></summary>
internal static class ConditionPreview
{
    private const int Moments = 240;
    private const int MostPoints = 10_000;

    public static void MapPreview(this IEndpointRouteBuilder routes) => routes.MapPost("/conditions/preview", PreviewAsync)
        .Named("preview_condition")
        .NotAudited("Nothing changes.")
        .WithSummary($"Tries a condition out on the history of the project, judged at {Moments} moments as it would have been then")
        .WithTags("Conditions")
        .Produces<PreviewResponse>()
        .ProducesErrors(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<PreviewResponse>, JsonHttpResult<ErrorBody>>> PreviewAsync(
        PreviewRequest request, HttpContext http, DataSource source, TimeProvider time, CancellationToken cancel)
    {
        if (request.Condition is not { } sent)
        {
            return Answers.Refuse(["condition: is required"]);
        }

        sent = sent with { Name = sent.Name ?? "Preview", Severity = sent.Severity ?? "warning" };
        var mistakes = ConditionChange.FindMissing(sent).Concat(sent.FindMistakes()).ToList();
        if (request.Hours is < 1 or > 168)
        {
            mistakes.Add("hours: must be a number from 1 to 168");
        }

        if (mistakes.Count > 0)
        {
            return Answers.Refuse(mistakes);
        }

        var (caller, now) = (http.GetCaller(), time.GetStoredNow());
        var (condition, contradictions) = ConditionChange.Apply(ConditionChange.Empty(caller, now), sent, now);
        if (contradictions.Count > 0)
        {
            return Answers.Refuse(contradictions);
        }

        var step = TimeSpan.FromHours(request.Hours ?? 24) / Moments;
        var moments = Enumerable.Range(1, Moments).Select(index => now - (step * (Moments - index))).ToList();
        var answers = await source.AskAsync(CallerScope.Of(caller), moments.ConvertAll(moment => EvaluationQuestion.Of(condition, moment)), cancel);
        if (answers.FirstOrDefault(answer => answer is not { Problem: null, Series: not null }) is { } failed)
        {
            http.Response.Headers.RetryAfter = "5";
            return ApiErrors.Create(StatusCodes.Status503ServiceUnavailable, failed.Problem ?? "The data could not be read.", error: "service_unavailable");
        }

        return TypedResults.Ok(Judge(condition, moments, answers, (int)step.TotalSeconds));
    }

    private static PreviewResponse Judge(Condition condition, List<DateTimeOffset> moments, SeriesAnswer[] answers, int step)
    {
        var (points, alerts, states) = (new List<PreviewPoint>(), new List<PreviewAlert>(), new Dictionary<string, SeriesState>());
        var open = new Dictionary<string, int>();
        foreach (var (moment, answer) in moments.Zip(answers))
        {
            var values = answer.Series!.GroupBy(one => one.Name).ToDictionary(group => group.Key, group => group.First());
            foreach (var (name, one) in values)
            {
                points.Add(new PreviewPoint(moment, one.Labels, one.Value, Comparison.IsBreach(condition.Operator, one.Value, condition.Threshold)));
                Step(name, one.Labels, one.Value, moment, Judgement.Of(condition, name, states.GetValueOrDefault(name), one.Value, moment));
            }

            foreach (var (name, state) in states.Where(state => !values.ContainsKey(state.Key)).ToList())
            {
                Step(name, null, 0, moment, Judgement.OfSilence(condition, state, moment));
            }
        }

        return new PreviewResponse(moments[0], moments[^1], step, points.Count > MostPoints ? points[..MostPoints] : points, alerts);

        void Step(string name, IReadOnlyDictionary<string, string>? labels, double value, DateTimeOffset moment, (SeriesState? State, Verdict Verdict) judged)
        {
            if (judged.State is null)
            {
                states.Remove(name);
            }
            else
            {
                states[name] = judged.State;
            }

            if (judged.Verdict == Verdict.Fire)
            {
                open[name] = alerts.Count;
                alerts.Add(new PreviewAlert(labels!, moment, null, value));
            }
            else if (judged.Verdict == Verdict.Resolve && open.Remove(name, out var index))
            {
                alerts[index] = alerts[index] with { ResolvedAt = moment };
            }
        }
    }
}
