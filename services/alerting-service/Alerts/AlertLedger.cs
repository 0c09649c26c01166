using SreCopilot.AlertingService.Conditions;
using SreCopilot.AlertingService.Incidents;
using SreCopilot.AlertingService.Muting;
using SreCopilot.AlertingService.Notifications;
using SreCopilot.AlertingService.Policies;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Alerts;

/// <summary>
/// What follows when an alert fires or is over: its event, what channels are told, what incident-service is told. All in the
/// transaction of the change, so none of it is lost or done twice.
/// </summary>
internal sealed class AlertLedger(AlertEvents events, NotificationQueue notifications, ProblemBook problems, TimeProvider time)
{
    /// <summary>One transaction of a project at a time changes what is told, so that none waits for another in circles.</summary>
    public static Task LockAsync(DatabaseSession session, Guid projectId, CancellationToken cancel)
    {
        var key = $"alerts of {projectId}";
        return session.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", cancel);
    }

    /// <summary>Fires an alert.</summary>
    /// <returns>False: it fires already.</returns>
    public async Task<bool> FireAsync(DatabaseSession session, FiredAlert alert, IReadOnlyList<MutingRule> rules, CancellationToken cancel)
    {
        await LockAsync(session, alert.ProjectId, cancel);
        var fired = alert with { MutedBy = rules.FirstOrDefault(rule => rule.Covers(alert))?.Name };
        if (!await fired.TryInsertAsync(session, cancel))
        {
            return false;
        }

        events.Add(session, fired);
        if (fired.MutedBy is null)
        {
            await TellAsync(session, fired, cancel);
        }

        return true;
    }

    /// <summary>Tells of an alert that fires still although nothing mutes it any more.</summary>
    public async Task UnmuteAsync(DatabaseSession session, FiredAlert alert, CancellationToken cancel)
    {
        await LockAsync(session, alert.ProjectId, cancel);
        if (await session.ExecuteAsync($"update alerts set muted_by = null where id = {alert.Id} and resolved_at is null and muted_by is not null", cancel) > 0)
        {
            await TellAsync(session, alert with { MutedBy = null }, cancel);
        }
    }

    /// <summary>
    /// Tells of what fires already under a policy that is new or was changed: channels that did not hear of an alert yet, and
    /// incident-service of one that has no incident.
    /// </summary>
    /// <remarks>The last thing its transaction does: whoever has the lock waits for no row of a condition.</remarks>
    public async Task CatchUpAsync(DatabaseSession session, Guid projectId, Policy policy, CancellationToken cancel)
    {
        await LockAsync(session, projectId, cancel);
        Sql which = policy.IncludesMonitors ? (Sql)$"or a.source = {FiredAlert.OfMonitor}" : $"";
        var firing = await session.ListAsync($"""
            select {FiredAlert.Columns}, exists (select 1 from problem_alerts x where x.alert_id = a.id) from alerts a
            where a.project_id = {projectId} and a.resolved_at is null and a.muted_by is null and (a.condition_id = any({policy.ConditionIds.ToArray()}) {which})
            order by a.fired_at, a.id
            """, row => (Alert: FiredAlert.Read(row), HasIncident: row.GetBoolean(FiredAlert.ColumnCount)), cancel);
        foreach (var (alert, hasIncident) in firing)
        {
            await notifications.AddFiringAsync(session, alert, policy, cancel);
            if (policy.OpensIncidents && !hasIncident)
            {
                await problems.AddAsync(session, alert, policy, cancel);
            }
        }
    }

    /// <summary>Ends an alert. Whoever was told of it is told.</summary>
    public async Task ResolveAsync(DatabaseSession session, FiredAlert alert, string reason, CancellationToken cancel)
    {
        await LockAsync(session, alert.ProjectId, cancel);
        var now = time.GetStoredNow();
        if (await session.ExecuteAsync($"""
            update alerts set status = 'resolved', resolved_at = {now}, resolve_reason = {reason} where id = {alert.Id} and resolved_at is null
            """, cancel) == 0)
        {
            return;
        }

        events.Add(session, alert with { Status = "resolved", ResolvedAt = now, ResolveReason = reason });
        await notifications.AddResolvedAsync(session, alert, cancel);
        await problems.RecoverAsync(session, alert, cancel);
    }

    /// <summary>Ends all alerts of a condition, whose row the session has locked, and forgets its series.</summary>
    public async Task ResolveAllAsync(DatabaseSession session, Condition condition, string reason, CancellationToken cancel)
    {
        foreach (var alert in await session.ListAsync(
            $"select {FiredAlert.Columns} from alerts a where a.condition_id = {condition.Id} and a.resolved_at is null order by a.id", FiredAlert.Read, cancel))
        {
            await ResolveAsync(session, alert, reason, cancel);
        }

        await session.ExecuteAsync($"delete from series_states where condition_id = {condition.Id}", cancel);
    }

    private async Task TellAsync(DatabaseSession session, FiredAlert alert, CancellationToken cancel)
    {
        Sql which = alert.Source == FiredAlert.OfMonitor
            ? (Sql)$"where p.project_id = {alert.ProjectId} and p.enabled and p.includes_monitors order by p.id"
            : (Sql)$"where p.id in (select x.policy_id from policy_conditions x where x.condition_id = {alert.ConditionId}) and p.enabled order by p.id";
        foreach (var policy in await Policy.ListAsync(session, which, cancel))
        {
            await notifications.AddFiringAsync(session, alert, policy, cancel);
            if (policy.OpensIncidents)
            {
                await problems.AddAsync(session, alert, policy, cancel);
            }
        }
    }
}
