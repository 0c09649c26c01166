using System.Text.Json;

namespace SreCopilot.AlertingService.Conditions;

/// <summary>A condition.</summary>
/// <param name="ConditionId">The condition.</param>
/// <param name="Name">Its name.</param>
/// <param name="Signal">metric, log, error, trace, host or slo.</param>
/// <param name="MetricName">What of it.</param>
/// <param name="Operator">gt, lt, eq, gte or lte.</param>
/// <param name="Threshold">What values are compared with.</param>
/// <param name="DurationSeconds">How long the window is.</param>
/// <param name="Severity">critical, warning or info.</param>
/// <param name="ServiceName">Whose values; * for all; empty for hosts and objectives.</param>
/// <param name="Enabled">Whether it is evaluated.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
/// <param name="Aggregation">What becomes of the values of a window.</param>
/// <param name="HoldSeconds">How long values must breach.</param>
/// <param name="RecoverySeconds">How long values must be fine.</param>
/// <param name="NoData">resolve, alert or keep.</param>
/// <param name="NoDataSeconds">After how long without values.</param>
/// <param name="GroupBy">What tells series apart.</param>
/// <param name="Labels">Labels that series must have.</param>
/// <param name="Query">Which log lines count.</param>
/// <param name="SloId">The objective; null: none.</param>
/// <param name="PolicyIds">The policies that it belongs to.</param>
/// <param name="FiringAlerts">How many of its alerts are not over.</param>
/// <param name="LastEvaluatedAt">When it was evaluated last; null: never.</param>
/// <param name="LastValue">What was found: of several series, the one nearest to firing or furthest beyond; null: nothing.</param>
/// <param name="LastProblem">Why it could not be evaluated; null: it could.</param>
internal sealed record ConditionResponse(
    Guid ConditionId, string Name, string Signal, string MetricName, string Operator, double Threshold, int DurationSeconds, string Severity, string ServiceName, bool Enabled,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string Aggregation, int HoldSeconds, int RecoverySeconds, string NoData, int NoDataSeconds, IReadOnlyList<string> GroupBy,
    Dictionary<string, string> Labels, string Query, Guid? SloId, IReadOnlyList<Guid> PolicyIds, int FiringAlerts, DateTimeOffset? LastEvaluatedAt, double? LastValue,
    string? LastProblem)
{
    public static ConditionResponse Of(Condition condition, IReadOnlyList<Guid> policies, int firing) => new(
        condition.Id, condition.Name, condition.Signal, condition.MetricName, condition.Operator, condition.Threshold, condition.DurationSeconds, condition.Severity,
        condition.ServiceName, condition.Enabled, condition.CreatedAt, condition.UpdatedAt, condition.Aggregation, condition.HoldSeconds, condition.RecoverySeconds,
        condition.NoData, condition.NoDataSeconds, condition.GroupBy, JsonSerializer.Deserialize(condition.Labels, AlertingJson.Default.DictionaryStringString)!,
        condition.Query, condition.SloId, policies, firing, condition.LastEvaluatedAt, condition.LastValue, condition.LastProblem);
}

/// <summary>What is left of a condition.</summary>
/// <param name="Status">deleted.</param>
/// <param name="ConditionId">The condition.</param>
internal sealed record ConditionDeleted(string Status, Guid ConditionId);
