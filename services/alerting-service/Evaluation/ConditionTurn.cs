using System.Globalization;
using System.Text.Json;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.AlertingService.Conditions;
using SreCopilot.AlertingService.Muting;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>Judges one condition: its series, its silence, and what of its alerts is muted no more.</summary>
internal sealed class ConditionTurn(
    DatabaseSession session, AlertLedger ledger, IReadOnlyList<MutingRule> rules, Condition condition, Dictionary<Guid, FiredAlert> firing, DateTimeOffset now,
    CancellationToken cancel)
{
    // Of these, no line is a number as well: none.
    private bool CountsFromZero => condition.Signal is Signal.Log or Signal.Error || (condition.Signal == Signal.Trace && condition.MetricName == "throughput");

    public async Task<Finding> JudgeAsync(List<SeriesState> states, SeriesAnswer answer, bool isAfterPause, int mostSeries)
    {
        if (answer is not { Problem: null, Series: { } series })
        {
            // Nobody could look: nothing is known, so nothing changes.
            return new Finding(condition, condition.LastValue, answer.Problem ?? "it did not answer as it should", null);
        }

        var before = states.ToDictionary(state => state.Series, state => Remember(state, isAfterPause));
        var values = series.Where(one => double.IsFinite(one.Value)).Take(mostSeries).GroupBy(one => one.Name).ToDictionary(group => group.Key, group => group.First().Value);
        if (CountsFromZero)
        {
            foreach (var name in before.Keys.Where(name => name != SeriesState.NoData))
            {
                values.TryAdd(name, 0);
            }
        }

        foreach (var (name, value) in values)
        {
            var known = before.GetValueOrDefault(name);
            var (after, verdict) = Judgement.Of(condition, name, known, value, now);
            await StepAsync(name, known, after, verdict, value, "The values are fine again.");
        }

        foreach (var (name, known) in before.Where(state => state.Key != SeriesState.NoData && !values.ContainsKey(state.Key)))
        {
            var (after, verdict) = Judgement.OfSilence(condition, known, now);
            await StepAsync(name, known, after, verdict, null, "There is no data any more.");
        }

        DateTimeOffset? silentSince = values.Count > 0 ? null : isAfterPause ? now : condition.SilentSince ?? now;
        await JudgeSilenceAsync(before.GetValueOrDefault(SeriesState.NoData), silentSince);
        return new Finding(condition, values.Count == 0 ? null : FindWorst(values.Values), null, silentSince);
    }

    private SeriesState Remember(SeriesState state, bool isAfterPause)
    {
        var known = isAfterPause ? Judgement.AfterPause(state) : state;
        return known.AlertId is { } id && !firing.ContainsKey(id) ? known with { AlertId = null } : known;
    }

    private async Task StepAsync(string name, SeriesState? before, SeriesState? after, Verdict verdict, double? value, string reason)
    {
        if (verdict == Verdict.Fire)
        {
            await ledger.FireAsync(session, Describe(after!.AlertId!.Value, name, value!.Value), rules, cancel);
        }
        else if (before?.AlertId is { } id && firing.TryGetValue(id, out var alert))
        {
            if (verdict == Verdict.Resolve)
            {
                await ledger.ResolveAsync(session, alert, reason, cancel);
            }
            else
            {
                await RefreshAsync(alert, value);
            }
        }

        await SaveAsync(name, before, after);
    }

    // Only with no_data: alert. What a person changed it from is over, too.
    private async Task JudgeSilenceAsync(SeriesState? known, DateTimeOffset? silentSince)
    {
        var isDue = condition.NoData == "alert" && silentSince is { } since && now - since >= TimeSpan.FromSeconds(condition.NoDataSeconds);
        var alert = known?.AlertId is { } id ? firing.GetValueOrDefault(id) : null;
        if (isDue && alert is null)
        {
            var state = new SeriesState(SeriesState.NoData, null, Guid.NewGuid(), null, null);
            var silence = Describe(state.AlertId!.Value, SeriesState.NoData, 0) with
            {
                Reason = "no_data", Value = null, Message = $"There has been no data of {condition.MetricName} since {silentSince:yyyy-MM-dd HH:mm:ss} UTC.",
            };
            await ledger.FireAsync(session, silence, rules, cancel);
            await SaveAsync(SeriesState.NoData, known, state);
        }
        else if (alert is not null && (silentSince is null || condition.NoData != "alert"))
        {
            await ledger.ResolveAsync(session, alert, "There is data again.", cancel);
            await SaveAsync(SeriesState.NoData, known, null);
        }
        else if (alert is not null)
        {
            await RefreshAsync(alert, null);
        }
    }

    private async Task RefreshAsync(FiredAlert alert, double? value)
    {
        if (alert.MutedBy is not null && !rules.Any(rule => rule.Covers(alert)))
        {
            await ledger.UnmuteAsync(session, alert, cancel);
        }

        if (value is not null && value != alert.Value)
        {
            await session.ExecuteAsync($"update alerts set value = {value} where id = {alert.Id}", cancel);
        }
    }

    private async Task SaveAsync(string name, SeriesState? before, SeriesState? after)
    {
        if (after is null)
        {
            if (before is not null)
            {
                await session.ExecuteAsync($"delete from series_states where condition_id = {condition.Id} and series = {name}", cancel);
            }
        }
        else if (after != before)
        {
            await after.SaveAsync(session, condition.ProjectId, condition.Id, cancel);
        }
    }

    private FiredAlert Describe(Guid id, string series, double value)
    {
        var labels = series == SeriesState.NoData ? [] : JsonSerializer.Deserialize(series, AlertingJson.Default.DictionaryStringString)!;
        var service = condition.ServiceName is "" or Condition.AnyService
            ? labels.GetValueOrDefault("service") ?? labels.GetValueOrDefault("host") ?? (condition.ServiceName == Condition.AnyService ? "" : condition.Name)
            : condition.ServiceName;
        return new FiredAlert
        {
            Id = id, TenantId = condition.TenantId, ProjectId = condition.ProjectId, Source = FiredAlert.OfCondition, ConditionId = condition.Id, ConditionName = condition.Name,
            Series = series, Reason = "threshold", Severity = condition.Severity, ServiceName = service, Status = "firing", Value = value, Threshold = condition.Threshold,
            FiredAt = now,
            Message = string.Create(
                CultureInfo.InvariantCulture,
                $"{condition.MetricName} ({condition.Aggregation} over {condition.DurationSeconds} s) {Comparison.Symbol(condition.Operator)} {condition.Threshold}; measured: {value:0.00}"),
        };
    }

    private double FindWorst(IEnumerable<double> values) => condition.Operator switch
    {
        "lt" or "lte" => values.Min(),
        "eq" => values.MinBy(value => Math.Abs(value - condition.Threshold)),
        _ => values.Max(),
    };
}
