using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.SyntheticService.Checks;
using SreCopilot.SyntheticService.Monitors;
using SreCopilot.SyntheticService.Results;

namespace SreCopilot.SyntheticService.Running;

/// <summary>
/// Who checks what: a replica leases due monitors for as long as their checks may take. The result of a lease that is over counts for
/// nothing, so however replicas die, hang and come back, a due moment has one result.
/// </summary>
internal sealed class Leases(ServiceDatabase database, MonitorAlerts alerts, RefusedChecks refused, IOptions<RunnerOptions> options, TimeProvider time)
{
    /// <summary>Leases monitors that are due, those that wait longest first.</summary>
    public async Task<List<SyntheticMonitor>> TakeAsync(int most, CancellationToken cancel)
    {
        var (now, pause, margin) = (time.GetStoredNow(), options.Value.RetryPauseSeconds, (double)options.Value.LeaseMarginSeconds);
        // As system: the monitors of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var taken = await session.ListAsync($"""
            update monitors m set lease_id = gen_random_uuid(), leased_until = {now} + make_interval(secs => (m.timeout_seconds + {pause}) * (m.retries + 1) + {margin})
            where m.id in (
              select id from monitors where enabled and next_run_at <= {now} and (leased_until is null or leased_until <= {now})
              order by next_run_at limit {most} for update skip locked)
            returning {SyntheticMonitor.Columns}
            """, SyntheticMonitor.Read, cancel);
        await session.CommitAsync(cancel);
        return taken;
    }

    /// <summary>Stores a result, what it means for the monitor and its alert, and when it is due again.</summary>
    public async Task EndAsync(SyntheticMonitor leased, DateTimeOffset startedAt, Outcome outcome, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(leased.Scope, cancel);
        if (await SyntheticMonitor.LockAsync(session, leased.ProjectId, leased.Id, cancel) is not { } monitor || monitor.LeaseId != leased.LeaseId)
        {
            // It was changed, deleted, or taken over.
            return;
        }

        var now = time.GetStoredNow();
        await refused.NoteAsync(session, monitor, outcome, cancel);
        await CheckResult.Of(monitor, startedAt, outcome).InsertAsync(session, monitor, leased.NextRunAt, cancel);
        var next = monitor with
        {
            LastCheckAt = startedAt, NextRunAt = Schedule.Next(monitor.Id, monitor.FrequencySeconds, now), LeaseId = null, LeasedUntil = null,
        };
        next = outcome.Counted ? await alerts.JudgeAsync(session, next, outcome, now, cancel) : next;
        await next.SaveAsync(session, cancel);
        await session.CommitAsync(cancel);
    }

    /// <summary>Gives a monitor back unchecked, so that another replica need not wait for the lease to end.</summary>
    public async Task GiveBackAsync(SyntheticMonitor leased, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(leased.Scope, cancel);
        await session.ExecuteAsync($"update monitors set lease_id = null, leased_until = null where id = {leased.Id} and lease_id = {leased.LeaseId}", cancel);
        await session.CommitAsync(cancel);
    }
}
