using System.Text.Json;
using SreCopilot.MetricsCollectorService.Metrics.Query;

namespace SreCopilot.MetricsCollectorService.Alerting;

/// <summary>What alerting-service wants to know, all of it at once.</summary>
/// <param name="Questions">1 to 500.</param>
internal sealed record EvaluationRequest(IReadOnlyList<EvaluationQuestion?>? Questions);

/// <summary>About one condition at one moment.</summary>
/// <param name="Signal">metric, error, trace, host or slo.</param>
/// <param name="Metric">What of it.</param>
/// <param name="Service">Of which service; null: all.</param>
/// <param name="Aggregation">What becomes of the values of the window.</param>
/// <param name="At">The end of the window.</param>
/// <param name="WindowSeconds">Its length: 1 to 86400.</param>
/// <param name="GroupBy">What tells series apart.</param>
/// <param name="Labels">Of a metric: what its series must have, as a JSON object in a text.</param>
/// <param name="SloId">The objective.</param>
internal sealed record EvaluationQuestion(
    string? Signal, string? Metric, string? Service, string? Aggregation, DateTimeOffset? At, int? WindowSeconds, IReadOnlyList<string?>? GroupBy, string? Labels, Guid? SloId);

/// <summary>The answers, in the order of the questions.</summary>
internal sealed record EvaluationAnswer(IReadOnlyList<SeriesAnswer> Answers);

/// <summary>The answer to one question.</summary>
/// <param name="Problem">Why it cannot be answered; null: it is.</param>
/// <param name="Series">The series that have values.</param>
internal sealed record SeriesAnswer(string? Problem, IReadOnlyList<SeriesValue>? Series)
{
    public static readonly SeriesAnswer Nothing = new(null, []);

    public static SeriesAnswer Of(double value) => new(null, [new SeriesValue(new Dictionary<string, string>(), value)]);
}

/// <summary>What a series comes to.</summary>
internal sealed record SeriesValue(IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>A question that makes sense.</summary>
internal sealed record Question(
    string Signal, string Metric, string? Service, string Aggregation, DateTimeOffset From, DateTimeOffset To, string[] GroupBy, Dictionary<string, string> Labels, Guid? SloId)
{
    public static readonly string[] Signals = ["metric", "error", "trace", "host", "slo"];

    private const int NameLength = 1000;

    public TimeSpan Window => To - From;

    public MetricSelection Selection => new(Metric, Service, Labels);

    /// <returns>Null when the question makes no sense.</returns>
    public static Question? Read(EvaluationQuestion? asked) =>
        asked is { Metric.Length: > 0 and <= NameLength, At: { Year: >= 1980 and <= 2200 } at, WindowSeconds: { } seconds and >= 1 and <= 86_400 }
        && Signals.Contains(asked.Signal) && IsClean(asked.Metric) && (asked.Service is null || IsClean(asked.Service)) && ReadLabels(asked.Labels) is { } labels
        && asked.GroupBy is not { Count: > 5 } && (asked.GroupBy?.All(name => name is not null && IsClean(name)) ?? true)
            ? new Question(
                asked.Signal!, asked.Metric, asked.Service, asked.Aggregation ?? "avg", at.ToUniversalTime().AddSeconds(-seconds), at.ToUniversalTime(),
                [.. (asked.GroupBy ?? []).OfType<string>()], labels, asked.SloId)
            : null;

    private static Dictionary<string, string>? ReadLabels(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize(json, MetricsJson.Default.DictionaryStringString) is { } labels && labels.All(label => IsClean(label.Key) && IsClean(label.Value)) ? labels : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsClean(string? text) => text is { Length: <= NameLength } && !text.Contains('\0', StringComparison.Ordinal);
}
