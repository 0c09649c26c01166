using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Telemetry;

namespace SreCopilot.MetricsCollectorService.Errors;

/// <summary>Keeps groups of errors: counts, first and last time, and that a resolved one came back.</summary>
internal static class ErrorGroups
{
    public static async Task SaveAsync(DatabaseSession session, List<(Owner Owner, ErrorFact Fact)> facts, CancellationToken cancel)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var groups = facts.GroupBy(one => (one.Owner, one.Fact.Fingerprint))
            .Select(group => (group.Key.Owner, First: group.MinBy(one => one.Fact.Time).Fact, Last: group.Max(one => one.Fact.Time), Count: group.LongCount()))
            .OrderBy(one => one.Owner.ProjectId).ThenBy(one => one.First.Fingerprint, StringComparer.Ordinal).ToList();
        // An error from before the resolution that only arrives now does not undo it.
        await session.ExecuteAsync($"""
            insert into error_groups as g (project_id, tenant_id, fingerprint, service_name, error_class, message, occurrence_count, first_seen, last_seen)
            select n.project_id, n.tenant_id, n.fingerprint, n.service, n.class, n.message, n.count, n.first, n.last
            from unnest({groups.ConvertAll(one => one.Owner.ProjectId).ToArray()}, {groups.ConvertAll(one => one.Owner.TenantId).ToArray()},
              {groups.ConvertAll(one => one.First.Fingerprint).ToArray()}, {groups.ConvertAll(one => one.First.Service).ToArray()},
              {groups.ConvertAll(one => one.First.ErrorClass).ToArray()}, {groups.ConvertAll(one => one.First.Message).ToArray()},
              {groups.ConvertAll(one => one.Count).ToArray()}, {groups.ConvertAll(one => one.First.Time).ToArray()}, {groups.ConvertAll(one => one.Last).ToArray()})
              with ordinality as n (project_id, tenant_id, fingerprint, service, class, message, count, first, last, place)
            order by n.place
            on conflict (project_id, fingerprint) do update set
              occurrence_count = g.occurrence_count + excluded.occurrence_count,
              first_seen = least(g.first_seen, excluded.first_seen), last_seen = greatest(g.last_seen, excluded.last_seen),
              status = case when g.status = 'resolved' and excluded.last_seen > g.resolved_at then 'unresolved' else g.status end,
              regressed_at = case when g.status = 'resolved' and excluded.last_seen > g.resolved_at then excluded.last_seen else g.regressed_at end,
              regressions = g.regressions + (g.status = 'resolved' and excluded.last_seen > g.resolved_at)::int,
              resolved_at = case when g.status = 'resolved' and excluded.last_seen > g.resolved_at then null else g.resolved_at end
            """, cancel);
    }
}
