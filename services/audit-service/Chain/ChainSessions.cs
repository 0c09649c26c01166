using SreCopilot.Database;

namespace SreCopilot.AuditService.Chain;

internal static class ChainSessions
{
    /// <summary>Opens a session that sees one chain; the platform's own belongs to no tenant, so for that one it is the system's.</summary>
    public static Task<DatabaseSession> OpenChainAsync(this ServiceDatabase database, Guid tenantId, CancellationToken cancel) =>
        tenantId == Guid.Empty ? database.OpenAsSystemAsync(cancel) : database.OpenAsync(new CallerScope(tenantId), cancel);
}
