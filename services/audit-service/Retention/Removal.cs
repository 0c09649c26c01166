using SreCopilot.AuditService.Chain;
using SreCopilot.Database;

namespace SreCopilot.AuditService.Retention;

/// <summary>
/// Removes the oldest part of a chain, in chunks. Each chunk first moves the signed checkpoint to its last entry: from there the rest
/// can be verified, and without it the database refuses to remove anything.
/// </summary>
internal sealed partial class Removal(ServiceDatabase database, ChainSigner signer, TimeProvider time, ILogger<Removal> logger)
{
    private const int Chunk = 2000;

    /// <param name="tenantId">Whose chain.</param>
    /// <param name="before">Entries that were added before this moment go.</param>
    /// <param name="cancel">Gives up between two chunks.</param>
    /// <returns>How many went.</returns>
    public async Task<long> RemoveAsync(Guid tenantId, DateTimeOffset before, CancellationToken cancel)
    {
        for (var removed = 0L; ;)
        {
            var count = await RemoveChunkAsync(tenantId, before, cancel);
            removed += count;
            if (count < Chunk)
            {
                return removed;
            }
        }
    }

    private async Task<int> RemoveChunkAsync(Guid tenantId, DateTimeOffset before, CancellationToken cancel)
    {
        await using var session = await database.OpenChainAsync(tenantId, cancel);
        // One at a time per chain. Writers are not held up: they only add to the end.
        var name = $"audit.removal.{tenantId}";
        await session.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended({name}, 0))", cancel);
        if (await FindOldestAsync(session, tenantId, before, cancel) is not { Count: > 0 } oldest)
        {
            return 0;
        }

        var (sequence, hash) = (oldest[^1].Entry.Sequence, oldest[^1].Hash);
        var checkpoint = new ChainEnd(tenantId, sequence, hash, ChainEntry.Microseconds(time.GetUtcNow()), signer.Sign(ChainEnd.Checkpoint, tenantId, sequence, hash));
        await ChainEnds.PutCheckpointAsync(session, checkpoint, cancel);
        var removed = await session.ListAsync(
            $"delete from audit_log where tenant_id = {tenantId} and sequence <= {sequence} returning id", row => row.GetGuid(0), cancel);
        await session.ExecuteAsync($"delete from audit_search where entry_id = any({removed.ToArray()})", cancel);
        await session.CommitAsync(cancel);
        return removed.Count;
    }

    /// <summary>What can go. It is verified first: removing it would remove the traces of whoever tampered with it.</summary>
    private async Task<List<LinkedEntry>> FindOldestAsync(DatabaseSession session, Guid tenantId, DateTimeOffset before, CancellationToken cancel)
    {
        // The moments of a chain never go backwards, so these are the first ones without a gap.
        var oldest = await session.ListAsync(
            $"select {ChainEntry.Columns} from audit_log a where a.tenant_id = {tenantId} order by a.sequence limit {Chunk}", ChainEntry.Read, cancel);
        oldest = [.. oldest.TakeWhile(link => link.Entry.RecordedAt < before)];
        var known = await ChainEnds.FindCheckpointAsync(session, tenantId, cancel);
        var walk = new ChainWalk { Expected = (known?.Sequence ?? 0) + 1, Previous = known?.Hash ?? ChainHash.Genesis(tenantId) };
        var isSigned = known is null || signer.IsSigned(ChainEnd.Checkpoint, tenantId, known.Sequence, known.Hash, known.Signature);
        if (oldest.Count > 0 && (!isSigned || oldest[0].Entry.Sequence != walk.Expected || walk.Follow(oldest) is not null))
        {
            LogTampered(tenantId, walk.Expected);
            return [];
        }

        return oldest;
    }

    [LoggerMessage(LogLevel.Critical, "Nothing is removed from the audit chain of tenant {Tenant}: it was tampered with at {Sequence}")]
    private partial void LogTampered(Guid tenant, long sequence);
}
