using System.Net;
using SreCopilot.AiService.LanguageModel;
using SreCopilot.AiService.Peers;
using SreCopilot.Database;

namespace SreCopilot.AiService.Analyses;

/// <summary>What incident-service is told.</summary>
internal sealed record DeliveryBody(IReadOnlyList<DeliveredHypothesis> Hypotheses, IReadOnlyList<DeliveredStep> Steps, IReadOnlyList<DeliveredModelCall> AiRequests);

/// <summary>A hypothesis, as incidents show it.</summary>
internal sealed record DeliveredHypothesis(Guid Id, string Claim, string Description, double ConfidenceScore, IReadOnlyList<string> SupportingEvidence);

/// <summary>A step of the analysis.</summary>
internal sealed record DeliveredStep(
    string StepType, string Status, DateTimeOffset StartedAt, DateTimeOffset CompletedAt, int? InputTokens, int? OutputTokens, decimal? CostUsd, string? ErrorMessage);

/// <summary>A call of a language model.</summary>
internal sealed record DeliveredModelCall(
    Guid Id, string RequestType, int InputTokens, int OutputTokens, decimal CostUsd, int DurationMs, string ModelUsed, bool Success, string? ErrorMessage);

/// <summary>Hands an analysis to incident-service, which shows it with the incident and tells everybody.</summary>
internal sealed class Delivery(ProjectPeers peers, ServiceDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <returns>Null when it was taken; else the problem in words. It can be repeated.</returns>
    public async Task<string?> DeliverAsync(CallerScope scope, Analysis analysis, ModelCall? call, CancellationToken cancel)
    {
        var (status, problem) = await peers.PostAsync(
            peers.Addresses.Incidents, $"/internal/incidents/{analysis.IncidentId}/analysis", scope, Describe(analysis, call), AiJson.Default.DeliveryBody, Deadline, cancel);
        // An incident that is gone needs no hypotheses.
        if (status is not (HttpStatusCode.OK or HttpStatusCode.NotFound))
        {
            return problem ?? $"it answered {(int?)status}";
        }

        await using var session = await database.OpenAsync(scope, cancel);
        await session.ExecuteAsync($"update analyses set delivered_at = {time.GetStoredNow()} where incident_id = {analysis.IncidentId} and project_id = {scope.ProjectId}", cancel);
        await session.CommitAsync(cancel);
        return null;
    }

    private static DeliveryBody Describe(Analysis analysis, ModelCall? call)
    {
        var started = analysis.CreatedAt.AddMilliseconds(-analysis.DurationMs);
        return new(
            [.. analysis.Hypotheses.Select(one => Describe(one, analysis))],
            [
                Step("metrics_fetched", "metric_anomaly", "trace_propagation"),
                Step("logs_fetched", "log_pattern", "error_group"),
                new("hypothesis_generated", "completed", started, analysis.CreatedAt, call?.InputTokens, call?.OutputTokens, call?.CostUsd, analysis.ModelProblem is null ? null : $"The language model was not used: {analysis.ModelProblem}."),
            ],
            call is null ? [] : [new(call.Id, call.RequestType, call.InputTokens, call.OutputTokens, call.CostUsd, call.DurationMs, call.Model, analysis.ModelProblem is null, analysis.ModelProblem)]);

        DeliveredStep Step(string type, params ReadOnlySpan<string> kinds)
        {
            var missing = "";
            foreach (var kind in kinds)
            {
                missing = analysis.Missing.FirstOrDefault(one => one.StartsWith($"{kind}:", StringComparison.Ordinal)) ?? missing;
            }

            return new(type, missing.Length == 0 ? "completed" : "failed", started, analysis.CreatedAt, null, null, null, missing.Length == 0 ? null : missing);
        }
    }

    private static DeliveredHypothesis Describe(StoredHypothesis one, Analysis analysis)
    {
        var range = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Confidence {one.ConfidenceScore * 100:0} % ({one.ConfidenceLower * 100:0} to {one.ConfidenceUpper * 100:0} %).");
        var missing = analysis.Missing.Count == 0 ? "" : $" Could not be asked: {string.Join(", ", analysis.Missing.Select(source => source.Split(':')[0].Replace('_', ' ')))}.";
        return new(
            one.Id, Words.Cut(one.Claim, 1000), Words.Prose($"{one.Description}\nNext check: {one.NextCheck}\n{range}{missing}", 5000), one.ConfidenceScore,
            [
                .. one.Supporting.Select(cited => Words.Cut(cited.Link.Length > 0 ? $"{cited.Summary} [{cited.Link}]" : cited.Summary, 2000)),
                .. one.Contradicting.Select(cited => Words.Cut($"Against: {cited.Summary}", 2000)),
            ]);
    }
}
