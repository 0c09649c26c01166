using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>
/// Keeps who calls whom, per hour: a span whose parent is another service's is a call. Each pair is counted once, by whichever of the
/// two comes second; the row of the trace, which was locked before, decides who that is.
/// </summary>
internal static class Dependencies
{
    // The two spans of a call are not further apart: only the partitions near them are looked at.
    private static readonly TimeSpan Near = TimeSpan.FromHours(1);

    public static async Task SaveAsync(DatabaseSession session, Partitions partitions, List<(Owner Owner, Span Span)> spans, CancellationToken cancel)
    {
        var linked = spans.Where(one => one.Span.SpanId.Length > 0).ToList();
        if (linked.Count == 0)
        {
            return;
        }

        var (first, last) = (linked.Min(one => one.Span.Start) - Near, linked.Max(one => one.Span.Start) + Near);
        var calls = await session.ListAsync($"""
            with mine as (
              select * from unnest({linked.ConvertAll(one => one.Owner.ProjectId).ToArray()}, {linked.ConvertAll(one => one.Span.TraceId).ToArray()},
                {linked.ConvertAll(one => one.Span.SpanId).ToArray()}, {linked.ConvertAll(one => one.Span.ParentSpanId).ToArray()},
                {linked.ConvertAll(one => one.Span.Service).ToArray()}, {linked.ConvertAll(one => one.Span.Start).ToArray()},
                {linked.ConvertAll(one => one.Span.DurationMs).ToArray()}, {linked.ConvertAll(one => one.Span.HasError).ToArray()})
                as n (project_id, trace_id, span_id, parent_span_id, service, start, duration, error)),
            called as (
              select m.project_id, p.service_name as source, m.service as target, m.start, m.duration, m.error
              from mine m join spans p on p.project_id = m.project_id and p.trace_id = m.trace_id and p.span_id = m.parent_span_id
              where m.parent_span_id <> '' and p.time >= {first} and p.time <= {last}),
            calling as (
              select m.project_id, m.service as source, c.service_name as target, c.time as start, c.duration_ms as duration, c.status = 'error' as error
              from mine m join spans c on c.project_id = m.project_id and c.trace_id = m.trace_id and c.parent_span_id = m.span_id
              where c.time >= {first} and c.time <= {last}
                and not exists (select from mine o where o.project_id = c.project_id and o.trace_id = c.trace_id and o.span_id = c.span_id)),
            hours as (select project_id, date_trunc('hour', start, 'UTC') as hour, source, target, duration, error from (table called union all table calling) as both_sides
              where source <> target and source <> '' and target <> '')
            select project_id, hour, source, target, count(*), count(*) filter (where error), sum(duration), max(duration) from hours
            group by 1, 2, 3, 4 order by 1, 2, 3, 4
            """, row => new Call(
                row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5), row.GetDouble(6), row.GetDouble(7)), cancel);
        if (calls.Count == 0)
        {
            return;
        }

        foreach (var hour in calls.Select(call => call.Hour).Distinct())
        {
            await partitions.EnsureAsync(Tables.Dependencies, hour, cancel);
        }

        await session.ExecuteAsync($"""
            insert into dependencies as d (project_id, time, source, target, calls, errors, duration_sum_ms, duration_max_ms)
            select n.* from unnest({calls.ConvertAll(call => call.ProjectId).ToArray()}, {calls.ConvertAll(call => call.Hour).ToArray()},
              {calls.ConvertAll(call => call.Source).ToArray()}, {calls.ConvertAll(call => call.Target).ToArray()}, {calls.ConvertAll(call => call.Calls).ToArray()},
              {calls.ConvertAll(call => call.Errors).ToArray()}, {calls.ConvertAll(call => call.DurationSum).ToArray()}, {calls.ConvertAll(call => call.DurationMax).ToArray()})
              as n (project_id, time, source, target, calls, errors, duration_sum_ms, duration_max_ms)
            on conflict (project_id, time, source, target) do update set
              calls = d.calls + excluded.calls, errors = d.errors + excluded.errors,
              duration_sum_ms = d.duration_sum_ms + excluded.duration_sum_ms, duration_max_ms = greatest(d.duration_max_ms, excluded.duration_max_ms)
            """, cancel);
    }

    private sealed record Call(
        Guid ProjectId, DateTimeOffset Hour, string Source, string Target, long Calls, long Errors, double DurationSum, double DurationMax);
}
