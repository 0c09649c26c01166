using System.Text.Json;
using SreCopilot.Database;

namespace SreCopilot.Audit;

/// <summary>The outbox in the service's own schema.</summary>
internal static class AuditOutbox
{
    /// <summary>One statement, for one entry or many, that goes with the session's next. An id that is there already is the same entry.</summary>
    public static void Insert(DatabaseSession session, IReadOnlyCollection<AuditRecord> records) => session.Defer($"""
        insert into audit_outbox (id, tenant_id, entry)
        select * from unnest({records.Select(record => record.Id).ToArray()}, {records.Select(record => record.TenantId).ToArray()}, {records.Select(Serialize).ToArray()})
        on conflict (id) do nothing
        """);

    public static string Serialize(AuditRecord record) => JsonSerializer.Serialize(record, AuditJson.Default.AuditRecord);

    /// <summary>Takes or keeps the lease when something waits.</summary>
    /// <returns>Whether this replica sends now.</returns>
    public static async Task<bool> TryLeaseAsync(DatabaseSession session, Guid owner, double seconds, CancellationToken cancel) =>
        await session.ExecuteAsync($"""
            update audit_sender set owner = {owner}, leased_until = clock_timestamp() + make_interval(secs => {seconds})
            where (owner = {owner} or leased_until < clock_timestamp()) and exists (select from audit_outbox where rejected is null)
            """, cancel) == 1;

    /// <summary>Lets another replica send at once.</summary>
    public static Task ReleaseAsync(DatabaseSession session, Guid owner, CancellationToken cancel) =>
        session.ExecuteAsync($"update audit_sender set leased_until = '-infinity' where owner = {owner}", cancel);

    public static Task<List<WaitingEntry>> ReadAsync(DatabaseSession session, int limit, CancellationToken cancel) => session.ListAsync(
        $"select seq, id, entry from audit_outbox where rejected is null order by seq limit {limit}",
        row => new WaitingEntry(row.GetInt64(0), row.GetGuid(1), row.GetString(2)), cancel);

    public static Task RemoveAsync(DatabaseSession session, long[] seqs, CancellationToken cancel) =>
        session.ExecuteAsync($"delete from audit_outbox where seq = any({seqs})", cancel);

    public static Task RejectAsync(DatabaseSession session, RejectedEntry entry, CancellationToken cancel) =>
        session.ExecuteAsync($"update audit_outbox set rejected = {entry.Reason} where id = {entry.Id}", cancel);
}

/// <summary>An entry that is not sent yet.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="Id">Its id.</param>
/// <param name="Json">The entry.</param>
public sealed record WaitingEntry(long Seq, Guid Id, string Json);
