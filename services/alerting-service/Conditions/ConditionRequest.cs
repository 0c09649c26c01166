using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AlertingService.Conditions;

/// <summary>A condition. To create one, <c>name</c>, <c>metric_name</c>, <c>operator</c>, <c>threshold</c>, <c>duration_seconds</c>, <c>severity</c> and
/// <c>service_name</c> are required; of a change, what is absent or null stays as it is.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Signal">metric (default), log, error, trace, host or slo.</param>
/// <param name="MetricName">1 to 200 characters. Of a metric: its name. log: log_count. error: error_count. trace: error_rate, failure_rate, latency, throughput or apdex.
/// host: cpu_percent, memory_percent or disk_percent. slo: burn_rate.</param>
/// <param name="Operator">gt, lt, eq, gte or lte.</param>
/// <param name="Threshold">What values are compared with.</param>
/// <param name="DurationSeconds">1 to 86400: how long the window is whose value is compared. Of an objective the long window; a twelfth of it must burn as fast.</param>
/// <param name="Severity">critical, warning or info.</param>
/// <param name="ServiceName">1 to 200 characters, * for all services; not needed for host and slo.</param>
/// <param name="Enabled">Default true; false: its alerts are over and it is not evaluated.</param>
/// <param name="Aggregation">Of a metric avg (default), sum, min, max, last, count, increase, rate or p50 to p99; of log and error count (default) or rate per second;
/// of trace latency avg (default), max or p50 to p99; of host avg (default), min or max.</param>
/// <param name="HoldSeconds">How long values must breach before an alert fires: 0 (default) to 86400.</param>
/// <param name="RecoverySeconds">How long values must be fine before it is over: 0 (default) to 86400.</param>
/// <param name="NoData">What happens when values stop coming: resolve (default) its alerts, alert, or keep everything as it is.</param>
/// <param name="NoDataSeconds">After how long that happens: 60 to 604800, default 300.</param>
/// <param name="GroupBy">By which labels series are told apart, each with alerts of its own; default none. Of a metric any label or *; log: service, level;
/// error: service, fingerprint; trace: service, endpoint; host: host.</param>
/// <param name="Labels">Of a metric: labels that its series must have.</param>
/// <param name="Query">Of log: which lines count, in the search language of logs.</param>
/// <param name="SloId">Of slo: the objective.</param>
internal sealed record ConditionRequest(
    string? Name, string? Signal, string? MetricName, string? Operator, double? Threshold, int? DurationSeconds, string? Severity, string? ServiceName, bool? Enabled,
    string? Aggregation, int? HoldSeconds, int? RecoverySeconds, string? NoData, int? NoDataSeconds, IReadOnlyList<string>? GroupBy, Dictionary<string, string>? Labels,
    string? Query, Guid? SloId)
{
    public static readonly string[] Severities = ["critical", "warning", "info"];
    public static readonly string[] NoDataWords = ["resolve", "alert", "keep"];

    private const int MostGroups = 5;
    private const int MostLabels = 20;

    /// <summary>What is wrong with the fields that are there, each for itself.</summary>
    public IEnumerable<string> FindMistakes() =>
        FindTextMistakes().Concat(FindWordMistakes()).Concat(FindNumberMistakes()).Concat(FindLabelMistakes());

    private IEnumerable<string> FindTextMistakes()
    {
        foreach (var (name, value) in new[] { ("name", Name), ("metric_name", MetricName), ("service_name", ServiceName) })
        {
            if (value is not null && !Text.IsName(value, 200))
            {
                yield return $"{name}: must have 1 to 200 characters and no control characters";
            }
        }

        if (Query is not null && !Text.IsLine(Query, 2000))
        {
            yield return "query: must have at most 2000 characters and no control characters";
        }
    }

    private IEnumerable<string> FindWordMistakes()
    {
        foreach (var (name, value, allowed) in new[]
        {
            ("signal", Signal, Conditions.Signal.All), ("operator", Operator, Comparison.Words), ("severity", Severity, Severities), ("no_data", NoData, NoDataWords),
        })
        {
            if (value is not null && !allowed.Contains(value))
            {
                yield return $"{name}: must be one of {string.Join(", ", allowed)}";
            }
        }
    }

    private IEnumerable<string> FindNumberMistakes()
    {
        foreach (var (name, value, least, most) in new[]
        {
            ("duration_seconds", DurationSeconds, 1, 86_400), ("hold_seconds", HoldSeconds, 0, 86_400), ("recovery_seconds", RecoverySeconds, 0, 86_400),
            ("no_data_seconds", NoDataSeconds, 60, 604_800),
        })
        {
            if (value < least || value > most)
            {
                yield return $"{name}: must be a number from {least} to {most}";
            }
        }

        if (Threshold is { } threshold && !double.IsFinite(threshold))
        {
            yield return "threshold: must be a number";
        }
    }

    private IEnumerable<string> FindLabelMistakes()
    {
        if (GroupBy is { } groups && (groups.Count > MostGroups || groups.Any(name => !Text.IsName(name, 200)) || groups.Distinct().Count() != groups.Count))
        {
            yield return $"group_by: must be at most {MostGroups} different names of at most 200 characters";
        }

        if (Labels is { } labels && (labels.Count > MostLabels || labels.Any(label => !Text.IsName(label.Key, 200) || !Text.IsLine(label.Value, 1000))))
        {
            yield return $"labels: must be at most {MostLabels} with names of at most 200 and values of at most 1000 characters";
        }
    }
}
