using System.Collections.Frozen;
using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Telemetry;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>Keeps one row per trace, and one per trace and service.</summary>
internal static class TraceSummaries
{
    /// <returns>The traces that were there before: whose other spans are in the table.</returns>
    public static async Task<IReadOnlySet<(Guid ProjectId, string TraceId)>> SaveAsync(DatabaseSession session, List<(Owner Owner, Span Span)> spans, CancellationToken cancel)
    {
        if (spans.Count == 0)
        {
            return FrozenSet<(Guid, string)>.Empty;
        }

        var known = await SaveTracesAsync(session, spans, cancel);
        await SaveServicesAsync(session, spans, cancel);
        return known.ToHashSet();
    }

    private static Task<List<(Guid ProjectId, string TraceId)>> SaveTracesAsync(DatabaseSession session, List<(Owner Owner, Span Span)> spans, CancellationToken cancel)
    {
        var traces = spans.GroupBy(one => (one.Owner, one.Span.TraceId), one => one.Span)
            .Select(group => (group.Key.Owner, group.Key.TraceId, First: group.Min(span => span.Start), Last: group.Max(span => span.End), Count: group.Count(),
                Errors: group.Count(span => span.HasError), Root: group.OrderByDescending(span => span.IsRoot).ThenBy(span => span.Start).First()))
            .OrderBy(one => one.Owner.ProjectId).ThenBy(one => one.TraceId, StringComparer.Ordinal).ToList();
        return session.ListAsync($"""
            with saved as (
            insert into traces as t (project_id, tenant_id, trace_id, started_at, ended_at, root_service, root_operation, has_root, span_count, error_count)
            select n.project_id, n.tenant_id, n.trace_id, n.first, n.last, n.service, n.operation, n.has_root, n.count, n.errors
            from unnest({traces.ConvertAll(one => one.Owner.ProjectId).ToArray()}, {traces.ConvertAll(one => one.Owner.TenantId).ToArray()},
              {traces.ConvertAll(one => one.TraceId).ToArray()}, {traces.ConvertAll(one => one.First).ToArray()}, {traces.ConvertAll(one => one.Last).ToArray()},
              {traces.ConvertAll(one => one.Root.Service).ToArray()}, {traces.ConvertAll(one => one.Root.Operation).ToArray()},
              {traces.ConvertAll(one => one.Root.IsRoot).ToArray()}, {traces.ConvertAll(one => one.Count).ToArray()}, {traces.ConvertAll(one => one.Errors).ToArray()})
              with ordinality as n (project_id, tenant_id, trace_id, first, last, service, operation, has_root, count, errors, place)
            order by n.place
            on conflict (project_id, trace_id) do update set
              started_at = least(t.started_at, excluded.started_at), ended_at = greatest(t.ended_at, excluded.ended_at),
              root_service = case when (excluded.has_root, t.started_at) > (t.has_root, excluded.started_at) then excluded.root_service else t.root_service end,
              root_operation = case when (excluded.has_root, t.started_at) > (t.has_root, excluded.started_at) then excluded.root_operation else t.root_operation end,
              has_root = t.has_root or excluded.has_root, span_count = t.span_count + excluded.span_count, error_count = t.error_count + excluded.error_count
            returning t.project_id, t.trace_id, t.xmax <> 0 as was_there)
            select project_id, trace_id from saved where was_there
            """, row => (row.GetGuid(0), row.GetString(1)), cancel);
    }

    private static Task<int> SaveServicesAsync(DatabaseSession session, List<(Owner Owner, Span Span)> spans, CancellationToken cancel)
    {
        var services = spans.Where(one => one.Span.Service.Length > 0).GroupBy(one => (one.Owner.ProjectId, one.Span.TraceId, one.Span.Service), one => one.Span)
            .Select(group => (group.Key.ProjectId, group.Key.TraceId, group.Key.Service, First: group.Min(span => span.Start)))
            .OrderBy(one => one.ProjectId).ThenBy(one => one.TraceId, StringComparer.Ordinal).ThenBy(one => one.Service, StringComparer.Ordinal).ToList();
        return session.ExecuteAsync($"""
            insert into trace_services as t (project_id, trace_id, service_name, started_at)
            select n.project_id, n.trace_id, n.service, n.first
            from unnest({services.ConvertAll(one => one.ProjectId).ToArray()}, {services.ConvertAll(one => one.TraceId).ToArray()},
              {services.ConvertAll(one => one.Service).ToArray()}, {services.ConvertAll(one => one.First).ToArray()})
              with ordinality as n (project_id, trace_id, service, first, place)
            order by n.place
            on conflict (project_id, trace_id, service_name) do update set started_at = excluded.started_at where excluded.started_at < t.started_at
            """, cancel);
    }
}
