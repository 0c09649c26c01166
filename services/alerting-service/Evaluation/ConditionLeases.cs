using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Conditions;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Evaluation;

/// <summary>
/// Who evaluates what: a replica leases due conditions. What was found under a lease that is over counts for nothing, so however
/// replicas die, hang and come back, a due moment is judged once.
/// </summary>
internal sealed class ConditionLeases(ServiceDatabase database, IOptions<EvaluatorOptions> options, TimeProvider time)
{
    // Longer than the peers may take together with the database.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Leases conditions that are due, those that wait longest first.</summary>
    public async Task<List<Condition>> TakeAsync(CancellationToken cancel)
    {
        var (now, lease) = (time.GetStoredNow(), Guid.NewGuid());
        // As system: the conditions of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var taken = await session.ListAsync($"""
            update conditions c set lease_id = {lease}, leased_until = {now + Lease}
            where c.id in (
              select id from conditions where enabled and next_run_at <= {now} and (leased_until is null or leased_until <= {now})
              order by next_run_at limit {options.Value.BatchSize} for update skip locked)
            returning {Condition.Columns}
            """, Condition.Read, cancel);
        await session.CommitAsync(cancel);
        return taken;
    }

    /// <summary>Those of the leased conditions whose lease is not over, locked.</summary>
    public static async Task<List<Condition>> LockAsync(DatabaseSession session, IReadOnlyList<Condition> leased, CancellationToken cancel)
    {
        var (ids, lease) = (leased.Select(condition => condition.Id).ToArray(), leased[0].LeaseId);
        return await session.ListAsync(
            $"select {Condition.Columns} from conditions c where c.id = any({ids}) and c.lease_id = {lease} order by c.id for update", Condition.Read, cancel);
    }

    /// <summary>Ends the leases: what was found, and when conditions are due again. One statement for all.</summary>
    public async Task EndAsync(DatabaseSession session, IReadOnlyList<Finding> findings, DateTimeOffset now, CancellationToken cancel)
    {
        var interval = options.Value.IntervalSeconds;
        var ids = findings.Select(one => one.Condition.Id).ToArray();
        var next = findings.Select(one => Schedule.Next(one.Condition.ProjectId, one.Condition.Id, interval, now)).ToArray();
        var evaluated = findings.Select(one => one.Problem is null ? now : one.Condition.LastEvaluatedAt).ToArray();
        var values = findings.Select(one => one.Value).ToArray();
        var problems = findings.Select(one => one.Problem).ToArray();
        var silent = findings.Select(one => one.SilentSince).ToArray();
        await session.ExecuteAsync($"""
            update conditions c set next_run_at = f.next, last_evaluated_at = f.evaluated, last_value = f.value, last_problem = f.problem, silent_since = f.silent,
              lease_id = null, leased_until = null
            from unnest({ids}, {next}, {evaluated}, {values}, {problems}, {silent}) as f (id, next, evaluated, value, problem, silent)
            where c.id = f.id
            """, cancel);
    }

    /// <summary>Gives conditions back unjudged, so that another replica need not wait for the lease to end.</summary>
    public async Task GiveBackAsync(IReadOnlyList<Condition> leased, CancellationToken cancel)
    {
        var (ids, lease) = (leased.Select(condition => condition.Id).ToArray(), leased[0].LeaseId);
        // As system, as they were taken.
        await using var session = await database.OpenAsSystemAsync(cancel);
        await session.ExecuteAsync($"update conditions set lease_id = null, leased_until = null where id = any({ids}) and lease_id = {lease}", cancel);
        await session.CommitAsync(cancel);
    }
}

/// <summary>What an evaluation found.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Value">Of several series, the one nearest to firing or furthest beyond.</param>
/// <param name="Problem">Why it could not be evaluated.</param>
/// <param name="SilentSince">Since when there are no values.</param>
internal sealed record Finding(Condition Condition, double? Value, string? Problem, DateTimeOffset? SilentSince);
