using SreCopilot.LogService.Search.Language;

namespace SreCopilot.LogService.Alerting;

/// <summary>What alerting-service wants to know, all of it at once.</summary>
/// <param name="Questions">1 to 500.</param>
internal sealed record EvaluationRequest(IReadOnlyList<EvaluationQuestion?>? Questions);

/// <summary>How many lines there are in the window of one condition at one moment.</summary>
/// <param name="Query">In the search language; null or empty: all lines.</param>
/// <param name="Service">Of which service; null: all.</param>
/// <param name="Aggregation">count (default), or rate for lines per second.</param>
/// <param name="At">The end of the window.</param>
/// <param name="WindowSeconds">Its length: 1 to 86400.</param>
/// <param name="GroupBy">What tells series apart: service, level.</param>
internal sealed record EvaluationQuestion(string? Query, string? Service, string? Aggregation, DateTimeOffset? At, int? WindowSeconds, IReadOnlyList<string?>? GroupBy);

/// <summary>The answers, in the order of the questions.</summary>
internal sealed record EvaluationAnswer(IReadOnlyList<SeriesAnswer> Answers);

/// <summary>The answer to one question.</summary>
/// <param name="Problem">Why it cannot be answered; null: it is.</param>
/// <param name="Series">The series that have lines; without groups always one.</param>
internal sealed record SeriesAnswer(string? Problem, IReadOnlyList<SeriesValue>? Series);

/// <summary>What a series comes to.</summary>
internal sealed record SeriesValue(IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>A question that makes sense.</summary>
internal sealed record Question(LogQuery? Wanted, string? Mistake, bool IsRate, DateTimeOffset From, DateTimeOffset To, string[] GroupBy)
{
    private static readonly string[] Groups = ["service", "level"];

    /// <returns>Null when the question makes no sense; when only its query does not, the question with <see cref="Mistake"/>.</returns>
    public static Question? Read(EvaluationQuestion? asked)
    {
        if (asked is not { At: { Year: >= 1980 and <= 2200 } at, WindowSeconds: { } seconds and >= 1 and <= 86_400 }
            || asked.Service is { } name && (name.Length > 255 || name.Contains('\0', StringComparison.Ordinal))
            || asked.GroupBy is { } groups && (groups.Count > Groups.Length || groups.Any(group => !Groups.Contains(group))))
        {
            return null;
        }

        var (wanted, mistake) = QueryParser.Parse(asked.Query);
        if (wanted is not null && asked.Service is not null)
        {
            wanted = new And(new ServiceTerm(TextPattern.Quoted(asked.Service)), wanted);
        }

        return new Question(
            wanted, mistake?.ToString(), asked.Aggregation == "rate", at.ToUniversalTime().AddSeconds(-seconds), at.ToUniversalTime(), [.. (asked.GroupBy ?? []).OfType<string>().Distinct()]);
    }
}
