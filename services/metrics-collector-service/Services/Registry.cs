using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Telemetry;

namespace SreCopilot.MetricsCollectorService.Services;

/// <summary>A signal spoke of a service.</summary>
internal sealed record ServiceFact(string Name, string Source, string Type, DateTimeOffset LastSeen, DateTimeOffset? LastTransaction);

/// <summary>Which services there are.</summary>
internal static class Registry
{
    // Short enough for "last seen a moment ago", long enough to spare nearly all writes.
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(5);

    public static async Task SaveAsync(DatabaseSession session, List<(Owner Owner, ServiceFact Fact)> facts, CancellationToken cancel)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var services = facts.GroupBy(one => (one.Owner, one.Fact.Name))
            .Select(group => (group.Key.Owner, group.Key.Name, Newest: group.MaxBy(one => one.Fact.LastSeen).Fact, LastTransaction: group.Max(one => one.Fact.LastTransaction)))
            .OrderBy(one => one.Owner.ProjectId).ThenBy(one => one.Name, StringComparer.Ordinal).ToList();
        await session.ExecuteAsync($"""
            insert into services as s (project_id, tenant_id, service_name, service_type, source, first_seen, last_seen, last_transaction_at)
            select n.project_id, n.tenant_id, n.name, n.type, n.source, n.seen, n.seen, n.transaction
            from unnest({services.ConvertAll(one => one.Owner.ProjectId).ToArray()}, {services.ConvertAll(one => one.Owner.TenantId).ToArray()},
              {services.ConvertAll(one => one.Name).ToArray()}, {services.ConvertAll(one => one.Newest.Type).ToArray()}, {services.ConvertAll(one => one.Newest.Source).ToArray()},
              {services.ConvertAll(one => one.Newest.LastSeen).ToArray()}, {services.ConvertAll(one => one.LastTransaction).ToArray()})
              with ordinality as n (project_id, tenant_id, name, type, source, seen, transaction, place)
            order by n.place
            on conflict (project_id, service_name) do update set
              first_seen = least(s.first_seen, excluded.first_seen), last_seen = greatest(s.last_seen, excluded.last_seen),
              last_transaction_at = greatest(s.last_transaction_at, excluded.last_transaction_at)
            where excluded.last_seen > s.last_seen + {Precision} or excluded.first_seen < s.first_seen
              or excluded.last_transaction_at > coalesce(s.last_transaction_at, '-infinity') + {Precision}
            """, cancel);
    }
}
