using Microsoft.Extensions.Options;
using SreCopilot.Audit;
using SreCopilot.AuditService.Chain;
using SreCopilot.Database;

namespace SreCopilot.AuditService.Retention;

/// <summary>
/// Once an hour, in one replica: removes what is older than its organisation wants, and signs again what a previous key signed, so
/// that a rotation of keys leaves no chain behind that nobody can verify.
/// </summary>
internal sealed partial class RetentionJob(
    ServiceDatabase database, Removal removal, ChainSigner signer, AuditLog audit, IOptions<RetentionOptions> options, TimeProvider time, ILogger<RetentionJob> logger)
    : BackgroundService
{
    private const int Page = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>Does the work if it is due and nobody else does it.</summary>
    /// <returns>Whether it was done here.</returns>
    public async Task<bool> RunIfDueAsync(CancellationToken cancel)
    {
        if (!await TakeTurnAsync(cancel))
        {
            return false;
        }

        Guid? after = null;
        while (await ListAsync(after, cancel) is { Count: > 0 } tenants)
        {
            foreach (var (tenant, days) in tenants)
            {
                await CareForAsync(tenant, days ?? options.Value.Days, cancel);
            }

            after = tenants[^1].Tenant;
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunIfDueAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!DatabaseFaults.IsUnavailable(exception))
                {
                    LogFailed(exception);
                }
            }

            await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // As system, here and below: the job is for all tenants.
    private async Task<bool> TakeTurnAsync(CancellationToken cancel)
    {
        await using var session = await database.OpenAsSystemAsync(cancel);
        var now = time.GetUtcNow();
        var taken = await session.ExecuteAsync($"update audit_jobs set due_at = {now + Interval} where name = 'retention' and due_at <= {now}", cancel) == 1;
        await session.CommitAsync(cancel);
        return taken;
    }

    private async Task<List<(Guid Tenant, int? Days)>> ListAsync(Guid? after, CancellationToken cancel)
    {
        await using var session = await database.OpenAsSystemAsync(cancel);
        return await session.ListAsync($"""
            select h.tenant_id, s.retention_days from audit_heads h left join audit_settings s on s.tenant_id = h.tenant_id
            where {after}::uuid is null or h.tenant_id > {after} order by h.tenant_id limit {Page}
            """, row => (row.GetGuid(0), row.GetValueOrNull<int>(1)), cancel);
    }

    private async Task CareForAsync(Guid tenant, int days, CancellationToken cancel)
    {
        await SignAgainAsync(tenant, cancel);
        var removed = await removal.RemoveAsync(tenant, time.GetUtcNow().AddDays(-days), cancel);
        if (removed == 0)
        {
            return;
        }

        LogRemoved(removed, tenant, days);
        await using var session = await database.OpenChainAsync(tenant, cancel);
        audit.Add(session, AuditActor.Service(tenant == Guid.Empty ? null : tenant, "audit-service"), new AuditEntry
        {
            Action = "audit.retention",
            ResourceType = "audit_log",
            Metadata = new AuditFields { { "days_to_keep", days }, { "removed_count", removed } },
        });
        await session.CommitAsync(cancel);
    }

    private async Task SignAgainAsync(Guid tenant, CancellationToken cancel)
    {
        await using var session = await database.OpenAsSystemAsync(cancel);
        if (await ChainEnds.FindHeadAsync(session, tenant, cancel) is { } seen && NeedsSignature(ChainEnd.Head, seen))
        {
            // Locked, because a writer may have moved it.
            var head = (await ChainEnds.LockAsync(session, [tenant], signer, seen.At, cancel))[tenant];
            await ChainEnds.MoveHeadsAsync(session, [head with { Signature = signer.Sign(ChainEnd.Head, tenant, head.Sequence, head.Hash) }], cancel);
        }

        if (await ChainEnds.FindCheckpointAsync(session, tenant, cancel) is { } checkpoint && NeedsSignature(ChainEnd.Checkpoint, checkpoint))
        {
            await ChainEnds.PutCheckpointAsync(session, checkpoint with { Signature = signer.Sign(ChainEnd.Checkpoint, tenant, checkpoint.Sequence, checkpoint.Hash) }, cancel);
        }

        await session.CommitAsync(cancel);
    }

    // What no key of ours signed is left as it is: it is evidence.
    private bool NeedsSignature(string kind, ChainEnd end) =>
        signer.IsSigned(kind, end.TenantId, end.Sequence, end.Hash, end.Signature) && !signer.IsCurrent(kind, end.TenantId, end.Sequence, end.Hash, end.Signature);

    [LoggerMessage(LogLevel.Information, "Removed {Count} audit entries of tenant {Tenant} that were older than {Days} days")]
    private partial void LogRemoved(long count, Guid tenant, int days);

    [LoggerMessage(LogLevel.Error, "Retention of audit entries failed")]
    private partial void LogFailed(Exception exception);
}
