using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Telemetry;

namespace SreCopilot.MetricsCollectorService.Infrastructure;

/// <summary>A host said how it is.</summary>
internal sealed record HostFact(string Hostname, DateTimeOffset Time);

/// <summary>Which hosts there are, and when each spoke last.</summary>
internal static class Hosts
{
    public static async Task SaveAsync(DatabaseSession session, List<(Owner Owner, HostFact Fact)> facts, CancellationToken cancel)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var hosts = facts.GroupBy(one => (one.Owner, one.Fact.Hostname))
            .Select(group => (group.Key.Owner, group.Key.Hostname, First: group.Min(one => one.Fact.Time), Last: group.Max(one => one.Fact.Time)))
            .OrderBy(one => one.Owner.ProjectId).ThenBy(one => one.Hostname, StringComparer.Ordinal).ToList();
        await session.ExecuteAsync($"""
            insert into hosts as h (project_id, tenant_id, hostname, first_seen, last_seen)
            select n.project_id, n.tenant_id, n.hostname, n.first, n.last
            from unnest({hosts.ConvertAll(one => one.Owner.ProjectId).ToArray()}, {hosts.ConvertAll(one => one.Owner.TenantId).ToArray()},
              {hosts.ConvertAll(one => one.Hostname).ToArray()}, {hosts.ConvertAll(one => one.First).ToArray()}, {hosts.ConvertAll(one => one.Last).ToArray()})
              with ordinality as n (project_id, tenant_id, hostname, first, last, place)
            order by n.place
            on conflict (project_id, hostname) do update set first_seen = least(h.first_seen, excluded.first_seen), last_seen = greatest(h.last_seen, excluded.last_seen)
            """, cancel);
    }
}
