using System.Text.Json;
using SreCopilot.AlertingService.Evaluation;
using SreCopilot.Identity;

namespace SreCopilot.AlertingService.Conditions;

/// <summary>What a request makes of a condition.</summary>
internal static class ConditionChange
{
    /// <summary>What a new condition is like before the request says anything.</summary>
    public static Condition Empty(Caller caller, DateTimeOffset now)
    {
        var id = Guid.NewGuid();
        return new Condition
        {
            Id = id, TenantId = caller.TenantId!.Value, ProjectId = caller.ProjectId!.Value, Name = "", Signal = Signal.Metric, MetricName = "", ServiceName = "",
            Aggregation = "", Operator = "gt", Threshold = 0, DurationSeconds = 0, HoldSeconds = 0, RecoverySeconds = 0, NoData = "resolve", NoDataSeconds = 300,
            GroupBy = [], Labels = "{}", Query = "", Severity = "warning", Enabled = true, NextRunAt = Schedule.First(id, now), CreatedAt = now, UpdatedAt = now,
        };
    }

    /// <summary>What a new one must say.</summary>
    public static IEnumerable<string> FindMissing(ConditionRequest request)
    {
        var signal = request.Signal ?? Signal.Metric;
        return new[]
        {
            ("name", request.Name is null), ("metric_name", request.MetricName is null && signal is Signal.Metric or Signal.Trace or Signal.Host),
            ("operator", request.Operator is null), ("threshold", request.Threshold is null), ("duration_seconds", request.DurationSeconds is null),
            ("severity", request.Severity is null), ("service_name", request.ServiceName is null && signal is not (Signal.Host or Signal.Slo)),
            ("slo_id", request.SloId is null && signal == Signal.Slo),
        }.Where(field => field.Item2).Select(field => $"{field.Item1}: is required");
    }

    /// <summary>Applies what a client sent.</summary>
    /// <param name="before">The condition as it is; for a new one, <see cref="Empty"/>.</param>
    /// <param name="request">Checked for itself.</param>
    /// <param name="now">Now.</param>
    /// <returns>The condition as it becomes, and what of it does not go together.</returns>
    public static (Condition Condition, List<string> Mistakes) Apply(Condition before, ConditionRequest request, DateTimeOffset now)
    {
        var signal = request.Signal ?? before.Signal;
        // Another signal knows other words.
        var (metric, aggregation) = signal == before.Signal ? (before.MetricName, before.Aggregation) : ("", "");
        var after = before with
        {
            Name = request.Name ?? before.Name,
            Signal = signal,
            MetricName = request.MetricName ?? (metric.Length > 0 ? metric : Signal.MetricsOf(signal)?[0] ?? before.MetricName),
            ServiceName = request.ServiceName ?? before.ServiceName,
            Aggregation = request.Aggregation ?? (aggregation.Length > 0 ? aggregation : Signal.AggregationsOf(signal)[0]),
            Operator = request.Operator ?? before.Operator,
            Threshold = request.Threshold ?? before.Threshold,
            DurationSeconds = request.DurationSeconds ?? before.DurationSeconds,
            HoldSeconds = request.HoldSeconds ?? before.HoldSeconds,
            RecoverySeconds = request.RecoverySeconds ?? before.RecoverySeconds,
            NoData = request.NoData ?? before.NoData,
            NoDataSeconds = request.NoDataSeconds ?? before.NoDataSeconds,
            GroupBy = request.GroupBy is null ? before.GroupBy : [.. request.GroupBy],
            Labels = request.Labels is null ? before.Labels : JsonSerializer.Serialize(request.Labels, AlertingJson.Default.DictionaryStringString),
            Query = request.Query ?? before.Query,
            SloId = signal == Signal.Slo ? request.SloId ?? before.SloId : null,
            Severity = request.Severity ?? before.Severity,
            Enabled = request.Enabled ?? before.Enabled,
            UpdatedAt = now,
        };
        var changed = WatchesSomethingElse(before, after);
        return (changed || (after.Enabled && !before.Enabled) ? after with { NextRunAt = Schedule.First(after.Id, now) } : after, FindContradictions(after));
    }

    /// <summary>Whether alerts of the condition as it was say nothing about it as it is.</summary>
    public static bool WatchesSomethingElse(Condition before, Condition after) =>
        before.Signal != after.Signal || before.MetricName != after.MetricName || before.ServiceName != after.ServiceName || before.Aggregation != after.Aggregation
        || before.Labels != after.Labels || before.Query != after.Query || before.SloId != after.SloId || !before.GroupBy.SequenceEqual(after.GroupBy);

    private static List<string> FindContradictions(Condition condition)
    {
        var mistakes = new List<string>();
        if (Signal.MetricsOf(condition.Signal) is { } metrics && !metrics.Contains(condition.MetricName))
        {
            mistakes.Add($"metric_name: with signal {condition.Signal} must be one of {string.Join(", ", metrics)}");
        }

        if (Signal.AggregationsOf(condition.Signal) is var aggregations && !aggregations.Contains(condition.Aggregation))
        {
            mistakes.Add($"aggregation: with signal {condition.Signal} must be one of {string.Join(", ", aggregations)}");
        }

        if (Signal.GroupsOf(condition.Signal) is { } groups && condition.GroupBy.Except(groups).Any())
        {
            mistakes.Add(groups.Count == 0 ? "group_by: an objective has no series" : $"group_by: with signal {condition.Signal} may name {string.Join(", ", groups)}");
        }

        if (condition.Signal != Signal.Metric && condition.Labels != "{}")
        {
            mistakes.Add("labels: only metrics have labels");
        }

        if (condition.Signal != Signal.Log && condition.Query.Length > 0)
        {
            mistakes.Add("query: only logs are searched");
        }

        if (condition.Signal == Signal.Slo && condition.SloId is null)
        {
            mistakes.Add("slo_id: is required");
        }

        if (condition.ServiceName.Length == 0 && condition.Signal is not (Signal.Host or Signal.Slo))
        {
            mistakes.Add("service_name: is required");
        }

        return mistakes;
    }
}
