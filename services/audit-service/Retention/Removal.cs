using SreCopilot.AuditService.Chain;
using SreCopilot.Database;

namespace SreCopilot.AuditService.Retention;

/// <summary>
/// Removes the oldest part of a chain, in chunks. Each chunk first moves the signed checkpoint to its last entry: from there the rest
/// can be verified, and without it the database refuses to remove anything.
/// </summary>
internal sealed class Removal(ServiceDatabase database, ChainSigner signer, TimeProvider time)
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
        await session.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended({$"audit.removal.{tenantId}"}, 0))", cancel);
        // The moments of a chain never go backwards, so these are the first ones without a gap.
        var last = await session.SingleOrDefaultAsync<(long Sequence, byte[] Hash)?>($"""
            select sequence, hash from (
              select sequence, hash, recorded_at from audit_log where tenant_id = {tenantId} order by sequence limit {Chunk}) as oldest
            where recorded_at < {before} order by sequence desc limit 1
            """, row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), cancel);
        if (last is not var (sequence, hash))
        {
            return 0;
        }

        var checkpoint = new ChainEnd(tenantId, sequence, hash, ChainEntry.Microseconds(time.GetUtcNow()), signer.Sign(ChainEnd.Checkpoint, tenantId, sequence, hash));
        await ChainEnds.PutCheckpointAsync(session, checkpoint, cancel);
        var removed = await session.ListAsync(
            $"delete from audit_log where tenant_id = {tenantId} and sequence <= {sequence} returning id", row => row.GetGuid(0), cancel);
        await session.ExecuteAsync($"delete from audit_search where entry_id = any({removed.ToArray()})", cancel);
        await session.CommitAsync(cancel);
        return removed.Count;
    }
}
