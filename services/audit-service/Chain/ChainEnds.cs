using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AuditService.Chain;

/// <summary>A signed place in a chain: its head, or the checkpoint that retention left.</summary>
internal sealed record ChainEnd(Guid TenantId, long Sequence, byte[] Hash, DateTimeOffset At, byte[] Signature)
{
    public const string Head = "head";
    public const string Checkpoint = "checkpoint";

    public static ChainEnd Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<byte[]>(4));
}

/// <summary>Reads and moves the ends of chains.</summary>
internal static class ChainEnds
{
    public static Task<ChainEnd?> FindHeadAsync(DatabaseSession session, Guid tenantId, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select tenant_id, sequence, hash, recorded_at, signature from audit_heads where tenant_id = {tenantId}", ChainEnd.Read, cancel);

    public static Task<ChainEnd?> FindCheckpointAsync(DatabaseSession session, Guid tenantId, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select tenant_id, sequence, hash, created_at, signature from audit_checkpoints where tenant_id = {tenantId}", ChainEnd.Read, cancel);

    /// <summary>Makes the heads that are missing and lets nobody else write to these chains until the session ends.</summary>
    public static async Task<Dictionary<Guid, ChainEnd>> LockAsync(DatabaseSession session, IEnumerable<Guid> tenants, ChainSigner signer, DateTimeOffset now, CancellationToken cancel)
    {
        // Everybody inserts and locks in one order, or two writers could wait for each other.
        var ids = tenants.Order().ToArray();
        var hashes = ids.Select(ChainHash.Genesis).ToArray();
        var signatures = ids.Select((id, index) => signer.Sign(ChainEnd.Head, id, 0, hashes[index])).ToArray();
        await session.ExecuteAsync($"""
            insert into audit_heads (tenant_id, sequence, hash, recorded_at, signature)
            select id, 0, hash, {now}, signature from unnest({ids}, {hashes}, {signatures}) as new (id, hash, signature)
            on conflict do nothing
            """, cancel);
        var heads = await session.ListAsync(
            $"select tenant_id, sequence, hash, recorded_at, signature from audit_heads where tenant_id = any({ids}) order by tenant_id for update", ChainEnd.Read, cancel);
        return heads.ToDictionary(head => head.TenantId);
    }

    public static Task MoveHeadsAsync(DatabaseSession session, IReadOnlyCollection<ChainEnd> heads, CancellationToken cancel) => session.ExecuteAsync($"""
        update audit_heads h set sequence = moved.sequence, hash = moved.hash, recorded_at = moved.recorded_at, signature = moved.signature
        from unnest({heads.Select(head => head.TenantId).ToArray()}, {heads.Select(head => head.Sequence).ToArray()}, {heads.Select(head => head.Hash).ToArray()},
          {heads.Select(head => head.At).ToArray()}, {heads.Select(head => head.Signature).ToArray()}) as moved (tenant_id, sequence, hash, recorded_at, signature)
        where h.tenant_id = moved.tenant_id
        """, cancel);

    public static Task PutCheckpointAsync(DatabaseSession session, ChainEnd checkpoint, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into audit_checkpoints (tenant_id, sequence, hash, created_at, signature)
        values ({checkpoint.TenantId}, {checkpoint.Sequence}, {checkpoint.Hash}, {checkpoint.At}, {checkpoint.Signature})
        on conflict (tenant_id) do update set sequence = excluded.sequence, hash = excluded.hash, created_at = excluded.created_at, signature = excluded.signature
        """, cancel);
}
