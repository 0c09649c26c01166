using SreCopilot.Database;

namespace SreCopilot.AiService.Analyses;

/// <summary>
/// One analysis of an incident at a time, over all replicas: one statement takes the lock or does not. It is in the database, so that neither
/// an outage of Redis nor a second place of truth can break it; a holder that dies loses it.
/// </summary>
internal sealed class GenerationLock(ServiceDatabase database, TimeProvider time)
{
    /// <summary>Longer than any analysis takes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <summary>Null when somebody else works on it.</summary>
    public async Task<Guid?> TakeAsync(CallerScope scope, Guid incidentId, CancellationToken cancel)
    {
        var (holder, now) = (Guid.NewGuid(), time.GetStoredNow());
        await using var session = await database.OpenAsync(scope, cancel);
        var taken = await session.ExecuteAsync($"""
            insert into generation_locks as l (incident_id, tenant_id, project_id, holder, expires_at)
            values ({incidentId}, {scope.TenantId}, {scope.ProjectId}, {holder}, {now + Longest})
            on conflict (incident_id) do update set holder = excluded.holder, expires_at = excluded.expires_at where l.expires_at <= {now}
            """, cancel);
        await session.CommitAsync(cancel);
        return taken == 1 ? holder : null;
    }

    public async Task ReleaseAsync(CallerScope scope, Guid incidentId, Guid holder)
    {
        try
        {
            // Not given up with the request: the lock is to be free for the next one.
            await using var session = await database.OpenAsync(scope, CancellationToken.None);
            await session.ExecuteAsync($"delete from generation_locks where incident_id = {incidentId} and project_id = {scope.ProjectId} and holder = {holder}", CancellationToken.None);
            await session.CommitAsync(CancellationToken.None);
        }
        catch (Exception e) when (DatabaseFaults.IsUnavailable(e))
        {
            // It expires by itself.
        }
    }
}
