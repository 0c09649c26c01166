using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SreCopilot.AlertingService.Conditions;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>What metrics-collector-service and log-service are asked (<c>POST /internal/conditions/evaluate</c>): one value per series for each
/// condition and moment.</summary>
internal sealed record EvaluationRequest(IReadOnlyList<EvaluationQuestion> Questions);

/// <summary>About one condition at one moment.</summary>
/// <param name="Signal">metric, error, trace, host or slo; absent for logs.</param>
/// <param name="Metric">What of it.</param>
/// <param name="Service">Of which service; null: all.</param>
/// <param name="Aggregation">What becomes of the values of the window.</param>
/// <param name="At">The end of the window.</param>
/// <param name="WindowSeconds">Its length.</param>
/// <param name="GroupBy">What tells series apart.</param>
/// <param name="Labels">Of a metric: what its series must have, as a JSON object.</param>
/// <param name="Query">Of logs: which lines.</param>
/// <param name="SloId">The objective.</param>
internal sealed record EvaluationQuestion(
    string Signal, string Metric, string? Service, string Aggregation, DateTimeOffset At, int WindowSeconds, IReadOnlyList<string> GroupBy, string Labels, string Query, Guid? SloId)
{
    public static EvaluationQuestion Of(Condition condition, DateTimeOffset at) => new(
        condition.Signal, condition.MetricName, condition.ServiceName is "" or Condition.AnyService ? null : condition.ServiceName, condition.Aggregation, at,
        condition.DurationSeconds, condition.GroupBy, condition.Labels, condition.Query, condition.SloId);
}

/// <summary>The answers, in the order of the questions.</summary>
internal sealed record EvaluationAnswer(IReadOnlyList<SeriesAnswer> Answers);

/// <summary>The answer to one question.</summary>
/// <param name="Problem">Why it cannot be answered; null: it is.</param>
/// <param name="Series">The series that have values.</param>
internal sealed record SeriesAnswer(string? Problem, IReadOnlyList<SeriesValue>? Series);

/// <summary>What a series comes to.</summary>
internal sealed record SeriesValue(Dictionary<string, string> Labels, double Value)
{
    // What PostgreSQL can index.
    private const int NameBytes = 2000;

    /// <summary>How the series is called: its labels as JSON with sorted names; of extremely long ones a hash.</summary>
    public string Name
    {
        get
        {
            var name = JsonSerializer.Serialize(Labels.OrderBy(label => label.Key, StringComparer.Ordinal).ToDictionary(), AlertingJson.Default.DictionaryStringString);
            return Encoding.UTF8.GetByteCount(name) <= NameBytes ? name : $$"""{"series":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}}"}""";
        }
    }
}
