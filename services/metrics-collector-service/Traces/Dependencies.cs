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

    /// <param name="session">The transaction in which the spans were written.</param>
    /// <param name="partitions">Of the table of calls.</param>
    /// <param name="spans">The new ones.</param>
    /// <param name="known">Traces of which there were spans before.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task SaveAsync(
        DatabaseSession session, Partitions partitions, List<(Owner Owner, Span Span)> spans, IReadOnlySet<(Guid ProjectId, string TraceId)> known, CancellationToken cancel)
    {
        var linked = spans.FindAll(one => one.Span.SpanId.Length > 0);
        var calls = new Calls();
        calls.AddWithin(linked);
        // Most traces come whole: only for the others PostgreSQL is asked.
        if (linked.FindAll(one => known.Contains((one.Owner.ProjectId, one.Span.TraceId))) is { Count: > 0 } continued)
        {
            await AddOthersAsync(session, calls, continued, cancel);
        }

        if (calls.ToSortedList() is not { Count: > 0 } found)
        {
            return;
        }

        foreach (var hour in found.Select(call => call.Key.Hour).Distinct())
        {
            await partitions.EnsureAsync(Tables.Dependencies, hour, cancel);
        }

        await session.ExecuteAsync($"""
            insert into dependencies as d (project_id, time, source, target, calls, errors, duration_sum_ms, duration_max_ms)
            select n.* from unnest({found.ConvertAll(call => call.Key.ProjectId).ToArray()}, {found.ConvertAll(call => call.Key.Hour).ToArray()},
              {found.ConvertAll(call => call.Key.Source).ToArray()}, {found.ConvertAll(call => call.Key.Target).ToArray()}, {found.ConvertAll(call => call.Value.Calls).ToArray()},
              {found.ConvertAll(call => call.Value.Errors).ToArray()}, {found.ConvertAll(call => call.Value.DurationSum).ToArray()}, {found.ConvertAll(call => call.Value.DurationMax).ToArray()})
              as n (project_id, time, source, target, calls, errors, duration_sum_ms, duration_max_ms)
            on conflict (project_id, time, source, target) do update set
              calls = d.calls + excluded.calls, errors = d.errors + excluded.errors,
              duration_sum_ms = d.duration_sum_ms + excluded.duration_sum_ms, duration_max_ms = greatest(d.duration_max_ms, excluded.duration_max_ms)
            """, cancel);
    }

    // Calls of which one side is in the table since earlier. «not in» is a hash table, which «not exists» is only where PostgreSQL
    // believes that there are many; it believes that there are few.
    private static async Task AddOthersAsync(DatabaseSession session, Calls calls, List<(Owner Owner, Span Span)> spans, CancellationToken cancel)
    {
        var (first, last) = (spans.Min(one => one.Span.Start) - Near, spans.Max(one => one.Span.Start) + Near);
        foreach (var (key, figures) in await session.ListAsync($"""
            with mine as (
              select * from unnest({spans.ConvertAll(one => one.Owner.ProjectId).ToArray()}, {spans.ConvertAll(one => one.Span.TraceId).ToArray()},
                {spans.ConvertAll(one => one.Span.SpanId).ToArray()}, {spans.ConvertAll(one => one.Span.ParentSpanId).ToArray()},
                {spans.ConvertAll(one => one.Span.Service).ToArray()}, {spans.ConvertAll(one => one.Span.Start).ToArray()},
                {spans.ConvertAll(one => one.Span.DurationMs).ToArray()}, {spans.ConvertAll(one => one.Span.HasError).ToArray()})
                as n (project_id, trace_id, span_id, parent_span_id, service, start, duration, error)),
            called as (
              select m.project_id, p.service_name as source, m.service as target, m.start, m.duration, m.error
              from mine m join spans p on p.project_id = m.project_id and p.trace_id = m.trace_id and p.span_id = m.parent_span_id
              where m.parent_span_id <> '' and p.time >= {first} and p.time <= {last}
                and (p.project_id, p.trace_id, p.span_id) not in (select project_id, trace_id, span_id from mine)),
            calling as (
              select m.project_id, m.service as source, c.service_name as target, c.time as start, c.duration_ms as duration, c.status = 'error' as error
              from mine m join spans c on c.project_id = m.project_id and c.trace_id = m.trace_id and c.parent_span_id = m.span_id
              where c.time >= {first} and c.time <= {last}
                and (c.project_id, c.trace_id, c.span_id) not in (select project_id, trace_id, span_id from mine)),
            hours as (select project_id, date_trunc('hour', start, 'UTC') as hour, source, target, duration, error from (table called union all table calling) as both_sides
              where source <> target and source <> '' and target <> '')
            select project_id, hour, source, target, count(*), count(*) filter (where error), sum(duration), max(duration) from hours group by 1, 2, 3, 4
            """, row => (
                new CallKey(row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3)),
                new CallFigures(row.GetInt64(4), row.GetInt64(5), row.GetDouble(6), row.GetDouble(7))), cancel))
        {
            calls.Add(key, figures);
        }
    }
}
