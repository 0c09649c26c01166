using SreCopilot.Database;
using SreCopilot.SecurityService.Scans;

namespace SreCopilot.SecurityService.Dependencies;

/// <summary>Keeps the last bill of materials of every scanner and target.</summary>
internal static class ComponentStore
{
    public static async Task ReplaceAsync(DatabaseSession session, CallerScope scope, Guid scopeId, IReadOnlyList<Component> components, CancellationToken cancel)
    {
        await session.ExecuteAsync($"delete from components where scope_id = {scopeId}", cancel);
        foreach (var batch in ScanStore.InBatches(components))
        {
            // Lists of lists are no PostgreSQL type: the refs of one component travel as lines.
            await session.ExecuteAsync($"""
                insert into components (scope_id, project_id, tenant_id, ref, name, version, purl, direct, depends_on)
                select {scopeId}, {scope.ProjectId}, {scope.TenantId}, c.ref, c.name, c.version, c.purl, c.direct::boolean, string_to_array(c.depends_on, e'\n')
                from unnest({Array.ConvertAll(batch, c => c.Ref)}, {Array.ConvertAll(batch, c => c.Name)}, {Array.ConvertAll(batch, c => c.Version)},
                  {Array.ConvertAll(batch, c => c.Purl)}, {Array.ConvertAll(batch, c => c.Direct is { } direct ? (direct ? "true" : "false") : null)},
                  {Array.ConvertAll(batch, c => string.Join('\n', c.DependsOn))}) as c (ref, name, version, purl, direct, depends_on)
                """, cancel);
        }
    }
}
