using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.AlertingService.Conditions;
using SreCopilot.AlertingService.Muting;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>Judges a batch of conditions of one project in one transaction: when nothing changes, in five statements for all of them.</summary>
internal sealed class Judge(
    ServiceDatabase database, ConditionLeases leases, AlertLedger ledger, IOptions<EvaluatorOptions> options, IOptions<LimitOptions> limits)
{
    public async Task EndAsync(CallerScope scope, IReadOnlyList<Condition> leased, SeriesAnswer[] answers, DateTimeOffset now, CancellationToken cancel)
    {
        var answerOf = leased.Zip(answers).ToDictionary(one => one.First.Id, one => one.Second);
        await using var session = await database.OpenAsync(scope, cancel);
        var conditions = await ConditionLeases.LockAsync(session, leased, cancel);
        if (conditions.Count == 0)
        {
            return;
        }

        var ids = conditions.Select(condition => condition.Id).ToArray();
        var states = (await SeriesState.ListAsync(session, ids, cancel)).ToLookup(one => one.Condition, one => one.State);
        var firing = (await session.ListAsync(
            $"select {FiredAlert.Columns} from alerts a where a.condition_id = any({ids}) and a.resolved_at is null", FiredAlert.Read, cancel)).ToDictionary(alert => alert.Id);
        var rules = await MutingRule.ListActiveAsync(session, scope.ProjectId!.Value, now, cancel);

        var findings = new List<Finding>(conditions.Count);
        foreach (var condition in conditions)
        {
            var turn = new ConditionTurn(session, ledger, rules, condition, firing, now, cancel);
            findings.Add(await turn.JudgeAsync([.. states[condition.Id]], answerOf[condition.Id], IsAfterPause(condition, now), limits.Value.MaxSeries));
        }

        await leases.EndAsync(session, findings, now, cancel);
        await session.CommitAsync(cancel);
    }

    // Nobody has looked for so long that "for five minutes" cannot be told.
    private bool IsAfterPause(Condition condition, DateTimeOffset now) =>
        condition.LastEvaluatedAt is { } last && now - last > TimeSpan.FromSeconds(3 * options.Value.IntervalSeconds);
}
