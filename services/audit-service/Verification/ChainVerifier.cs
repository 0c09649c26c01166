using SreCopilot.AuditService.Chain;
using SreCopilot.Database;

namespace SreCopilot.AuditService.Verification;

/// <summary>How far a verification came.</summary>
internal sealed record Verdict(long First, long From, long To, long Head, long? Checkpoint, long Checked, long? Next, BadEntry? Bad);

/// <summary>Walks along a chain in chunks, each in a session of its own: bounded memory, no long transaction.</summary>
internal sealed class ChainVerifier(ServiceDatabase database, ChainSigner signer, TimeProvider time)
{
    private const int Chunk = 1000;

    // Below the time after which the gateway gives up.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <param name="tenantId">Whose chain.</param>
    /// <param name="from">The first place; null: the beginning of what is kept.</param>
    /// <param name="to">The last place; null: the end.</param>
    /// <param name="most">After how many entries to stop.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Verdict> VerifyAsync(Guid tenantId, long? from, long? to, long most, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var (head, checkpoint, last) = await ReadEndsAsync(tenantId, cancel);
        var first = (checkpoint?.Sequence ?? 0) + 1;
        var end = head?.Sequence ?? 0;
        var walk = new ChainWalk { Expected = Math.Max(from ?? first, first), To = Math.Min(to ?? end, end) };
        var begin = walk.Expected;
        Verdict Found(BadEntry? bad, long? next = null) => new(first, begin, walk.To, end, checkpoint?.Sequence, walk.Checked, next, bad);

        if (head is null)
        {
            return Found(last is null && checkpoint is null ? null : new BadEntry(1, null, "head_missing", "There are entries, but the record of where the chain ends is gone."));
        }

        if (FindBadSignature(head, checkpoint) is { } forged)
        {
            return Found(forged);
        }

        walk.Previous = walk.Expected == first ? checkpoint?.Hash ?? ChainHash.Genesis(tenantId) : await FindHashAsync(tenantId, walk.Expected - 1, cancel);
        if (walk.Previous is null)
        {
            return Found(walk.Expected - 1 > (last ?? 0) ? Truncated(last ?? first - 1, end) : Missing(walk.Expected - 1));
        }

        while (walk.Expected <= walk.To)
        {
            if (walk.Checked >= most || time.GetElapsedTime(started) > Longest)
            {
                return Found(null, walk.Expected);
            }

            var links = await ReadAsync(tenantId, walk, cancel);
            if (walk.Follow(links) is { } bad)
            {
                return Found(bad);
            }

            if (links.Count == 0)
            {
                // Retention may have moved the beginning since this began; then it goes on from there.
                var (_, moved, present) = await ReadEndsAsync(tenantId, cancel);
                if (moved?.Sequence >= walk.Expected)
                {
                    (walk.Expected, walk.Previous) = (moved.Sequence + 1, moved.Hash);
                    continue;
                }

                return Found(walk.Expected > (present ?? 0) ? Truncated(walk.Expected - 1, end) : Missing(walk.Expected));
            }
        }

        if (walk.To == end && !walk.Previous.AsSpan().SequenceEqual(head.Hash))
        {
            return Found(new BadEntry(end, null, "head_mismatch", "The last entry is not the one that the record of the chain's end names."));
        }

        return Found(walk.To == end && last > end ? new BadEntry(end + 1, null, "unexpected", "There are entries after the chain's end.") : null);
    }

    private BadEntry? FindBadSignature(ChainEnd head, ChainEnd? checkpoint)
    {
        if (checkpoint is not null && !signer.IsSigned(ChainEnd.Checkpoint, checkpoint.TenantId, checkpoint.Sequence, checkpoint.Hash, checkpoint.Signature))
        {
            return new BadEntry(checkpoint.Sequence, null, "checkpoint_signature", "The record of where the kept entries begin was not signed by this platform's key.");
        }

        return signer.IsSigned(ChainEnd.Head, head.TenantId, head.Sequence, head.Hash, head.Signature)
            ? null
            : new BadEntry(head.Sequence, null, "head_signature", "The record of where the chain ends was not signed by this platform's key.");
    }

    private static BadEntry Missing(long sequence) => new(sequence, null, "missing", "The entry at this place is gone.");

    private static BadEntry Truncated(long last, long end) => new(last + 1, null, "truncated", $"The chain ends here, but it had {end} entries.");

    // One statement, so that the three belong to the same moment.
    private async Task<(ChainEnd? Head, ChainEnd? Checkpoint, long? Last)> ReadEndsAsync(Guid tenantId, CancellationToken cancel)
    {
        await using var session = await database.OpenChainAsync(tenantId, cancel);
        var (head, checkpoint, last) = await session.SingleOrDefaultAsync($"""
            select h.tenant_id, h.sequence, h.hash, h.recorded_at, h.signature, c.tenant_id, c.sequence, c.hash, c.created_at, c.signature,
              (select a.sequence from audit_log a where a.tenant_id = {tenantId} order by a.sequence desc limit 1)
            from (select {tenantId} as id) as tenant
            left join audit_heads h on h.tenant_id = tenant.id left join audit_checkpoints c on c.tenant_id = tenant.id
            """, row => (End(row, 0), End(row, 5), row.GetValueOrNull<long>(10)), cancel);
        return (head, checkpoint, last);

        static ChainEnd? End(Npgsql.NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : new ChainEnd(
            row.GetGuid(at), row.GetInt64(at + 1), row.GetFieldValue<byte[]>(at + 2), row.GetFieldValue<DateTimeOffset>(at + 3), row.GetFieldValue<byte[]>(at + 4));
    }

    private async Task<byte[]?> FindHashAsync(Guid tenantId, long sequence, CancellationToken cancel)
    {
        await using var session = await database.OpenChainAsync(tenantId, cancel);
        return await session.SingleOrDefaultAsync(
            $"select hash from audit_log where tenant_id = {tenantId} and sequence = {sequence}", row => row.GetFieldValue<byte[]>(0), cancel);
    }

    private async Task<List<LinkedEntry>> ReadAsync(Guid tenantId, ChainWalk walk, CancellationToken cancel)
    {
        await using var session = await database.OpenChainAsync(tenantId, cancel);
        var links = await session.ListAsync($"""
            select {ChainEntry.Columns} from audit_log a
            where a.tenant_id = {tenantId} and a.sequence >= {walk.Expected} and a.sequence <= {Math.Min(walk.To, walk.Expected + Chunk - 1)} order by a.sequence
            """, ChainEntry.Read, cancel);
        // Up to the first gap; what is behind it comes with the next chunk, which then begins with nothing.
        return [.. links.TakeWhile((link, index) => link.Entry.Sequence == walk.Expected + index)];
    }
}
