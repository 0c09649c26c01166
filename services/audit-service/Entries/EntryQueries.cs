using SreCopilot.AuditService.Chain;
using SreCopilot.Database;

namespace SreCopilot.AuditService.Entries;

/// <summary>Reads entries; the session's scope is the tenant's.</summary>
internal static class EntryQueries
{
    public static Task<EntryBody?> FindAsync(DatabaseSession session, Guid tenantId, Guid id, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select {ChainEntry.Columns} from audit_log a where a.tenant_id = {tenantId} and a.id = {id}", row => EntryBody.Of(ChainEntry.Read(row)), cancel);

    public static Task<List<EntryBody>> ListAsync(DatabaseSession session, Sql condition, int skip, int limit, CancellationToken cancel) => session.ListAsync(
        $"select {ChainEntry.Columns} from audit_log a where {condition} order by a.occurred_at desc, a.sequence desc limit {limit} offset {skip}",
        row => EntryBody.Of(ChainEntry.Read(row)), cancel);

    public static async Task<long> CountAsync(DatabaseSession session, Sql condition, CancellationToken cancel) =>
        await session.SingleOrDefaultAsync($"select count(*) from audit_log a where {condition}", row => row.GetInt64(0), cancel);
}
