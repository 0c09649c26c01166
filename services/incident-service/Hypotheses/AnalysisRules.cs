using SreCopilot.IncidentService.Workflow;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.IncidentService.Hypotheses;

/// <summary>What the fields of an analysis must look like.</summary>
internal static class AnalysisRules
{
    private const int MostItems = 20;
    private const int MostEvidence = 50;
    private const int EvidenceLength = 2000;
    private const decimal MostCost = 1000;

    public static IEnumerable<string> FindMistakes(AnalysisRequest request) =>
    [
        .. Each("hypotheses", request.Hypotheses, Find),
        .. Each("steps", request.Steps, Find),
        .. Each("ai_requests", request.AiRequests, Find),
    ];

    private static IEnumerable<string> Each<T>(string name, IReadOnlyList<T?>? items, Func<T, IEnumerable<string>> find)
        where T : class =>
        items is null ? []
        : items.Count > MostItems ? [$"{name}: at most {MostItems}"]
        : items.SelectMany(item => item is null ? ["must be an object"] : find(item)).Select(mistake => $"{name}: {mistake}");

    private static IEnumerable<string> Find(FoundHypothesis hypothesis)
    {
        if (!Text.IsProse(hypothesis.Claim, 1000) || hypothesis.Claim!.Trim().Length == 0)
        {
            yield return "claim must have 1 to 1000 characters and no control characters";
        }

        if (hypothesis.Description is not null && !Text.IsProse(hypothesis.Description, 5000))
        {
            yield return "description must have at most 5000 characters and no control characters";
        }

        if (hypothesis.ConfidenceScore is not (>= 0 and <= 1))
        {
            yield return "confidence_score must be a number from 0 to 1";
        }

        if (hypothesis.SupportingEvidence is { } evidence && (evidence.Count > MostEvidence || !evidence.All(line => Text.IsProse(line, EvidenceLength))))
        {
            yield return $"supporting_evidence must be at most {MostEvidence} texts of at most {EvidenceLength} characters without control characters";
        }
    }

    private static IEnumerable<string> Find(DoneStep step)
    {
        if (!Step.Types.Contains(step.StepType))
        {
            yield return $"step_type must be one of {string.Join(", ", Step.Types)}";
        }

        if (!Step.Statuses.Contains(step.Status))
        {
            yield return $"status must be one of {string.Join(", ", Step.Statuses)}";
        }

        if (step.CompletedAt < step.StartedAt)
        {
            yield return "completed_at must not be before started_at";
        }

        if (step.InputTokens < 0 || step.OutputTokens < 0 || step.CostUsd is < 0 or > MostCost)
        {
            yield return $"tokens must not be negative, and cost_usd from 0 to {MostCost}";
        }

        if (step.ErrorMessage is not null && !Text.IsProse(step.ErrorMessage, EvidenceLength))
        {
            yield return $"error_message must have at most {EvidenceLength} characters and no control characters";
        }
    }

    private static IEnumerable<string> Find(MadeAiRequest request)
    {
        if (request.Id is null)
        {
            yield return "id must be a UUID";
        }

        if (!Text.IsName(request.RequestType, 50) || !Text.IsName(request.ModelUsed, 100))
        {
            yield return "request_type and model_used must be names of at most 50 and 100 characters";
        }

        if (request.InputTokens is not >= 0 || request.OutputTokens is not >= 0 || request.DurationMs is not >= 0 || request.CostUsd is not (>= 0 and <= MostCost))
        {
            yield return $"input_tokens, output_tokens and duration_ms must not be negative, and cost_usd from 0 to {MostCost}";
        }

        if (request.ErrorMessage is not null && !Text.IsProse(request.ErrorMessage, EvidenceLength))
        {
            yield return $"error_message must have at most {EvidenceLength} characters and no control characters";
        }
    }
}
