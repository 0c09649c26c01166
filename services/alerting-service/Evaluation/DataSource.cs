using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Conditions;
using SreCopilot.AlertingService.Peers;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Peers;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>Asks the services that have the data, in the name of a project: one request each for however many questions.</summary>
internal sealed class DataSource(PeerClient peers, IOptions<PeerOptions> addresses, IOptions<EvaluatorOptions> options)
{
    private const string Path = "/internal/conditions/evaluate";

    /// <summary>Asks.</summary>
    /// <param name="scope">Whose data.</param>
    /// <param name="questions">At most 500.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The answers in the order of the questions; a service that is away answers none.</returns>
    public async Task<SeriesAnswer[]> AskAsync(CallerScope scope, IReadOnlyList<EvaluationQuestion> questions, CancellationToken cancel)
    {
        var answers = new SeriesAnswer[questions.Count];
        await Task.WhenAll(
            FillAsync(addresses.Value.MetricsCollector, "metrics-collector-service", scope, questions, question => question.Signal != Signal.Log, answers, cancel),
            FillAsync(addresses.Value.LogService, "log-service", scope, questions, question => question.Signal == Signal.Log, answers, cancel));
        return answers;
    }

    private async Task FillAsync(
        Uri service, string name, CallerScope scope, IReadOnlyList<EvaluationQuestion> questions, Predicate<EvaluationQuestion> isIts, SeriesAnswer[] answers, CancellationToken cancel)
    {
        var its = questions.Index().Where(one => isIts(one.Item)).ToList();
        if (its.Count == 0)
        {
            return;
        }

        var caller = new Caller { Kind = CallerKind.Service, TenantId = scope.TenantId, ProjectId = scope.ProjectId };
        var (answer, status, problem) = await peers.PostAsync(
            new Uri(service, Path), caller, new EvaluationRequest([.. its.Select(one => one.Item)]), AlertingJson.Default.EvaluationRequest, AlertingJson.Default.EvaluationAnswer,
            TimeSpan.FromSeconds(options.Value.DeadlineSeconds), cancel);
        var isWhole = answer?.Answers?.Count == its.Count;
        for (var index = 0; index < its.Count; index++)
        {
            answers[its[index].Index] = isWhole ? answer!.Answers[index] : new SeriesAnswer($"{name}: {problem ?? $"it answered with HTTP {(int?)status}"}", null);
        }
    }
}
