using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Metrics.Catalog;
using SreCopilot.MetricsCollectorService.Requests;

namespace SreCopilot.MetricsCollectorService.Metrics.Query;

/// <summary>What the points of a group of series come to in one step.</summary>
/// <param name="Group">The group.</param>
/// <param name="Time">When the step begins.</param>
/// <param name="Points">How many points.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Last">The last value of each series, on average.</param>
/// <param name="Averages">The sum of the averages of the series.</param>
/// <param name="Increase">How much was counted.</param>
internal readonly record struct StepValues(
    int Group, DateTimeOffset Time, double Points, double Sum, double Min, double Max, double Last, double Averages, double Increase);

/// <summary>Reads series in steps: one statement, one index range per series and partition.</summary>
internal static class SeriesValues
{
    /// <summary>The values by group and step, in that order; steps without points are left out.</summary>
    public static Task<List<StepValues>> ReadAsync(
        DatabaseSession session, Guid project, IReadOnlyList<(SelectedSeries Series, int Group)> series, Resolution resolution, TimeRange range, TimeSpan step, CancellationToken cancel)
    {
        var ids = series.Select(one => one.Series.Id).ToArray();
        var groups = series.Select(one => one.Group).ToArray();
        var deltas = series.Select(one => one.Series.Kind == SeriesKind.Delta).ToArray();
        // A counter that is less than before has been restarted: it counted from zero.
        return session.ListAsync(
            $"""
            with chosen as materialized (select * from unnest({ids}, {groups}, {deltas}) as c (id, grp, is_delta)),
            counted as (
              select c.grp, r.*, case when c.is_delta then r.sum else r.increase + case when r.before is null then 0 when r.first >= r.before then r.first - r.before else r.first end end as counted
              from (select *, lag(last) over (partition by series_id order by time) as before from ({resolution.Rows(project, ids, range.From, range.To)}) as source) as r
              join chosen c on c.id = r.series_id),
            stepped as (
              select grp, series_id, date_bin({step}, time, {range.From}) as step, sum(points)::double precision as points, sum(sum) as sum, min(min) as min, max(max) as max,
                (array_agg(last order by time desc))[1] as last, sum(counted) as counted
              from counted where time >= {range.From} group by grp, series_id, step)
            select grp, step, sum(points), sum(sum), min(min), max(max), avg(last), sum(sum / points), sum(counted) from stepped group by grp, step order by grp, step
            """,
            row => new StepValues(
                row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5), row.GetDouble(6), row.GetDouble(7), row.GetDouble(8)),
            cancel);
    }

    /// <summary>A quantile of the values themselves, for series whose points are single observations.</summary>
    public static Task<List<(int Group, DateTimeOffset Time, double Value)>> ReadQuantileAsync(
        DatabaseSession session, Guid project, IReadOnlyList<(SelectedSeries Series, int Group)> series, double quantile, TimeRange range, TimeSpan step, CancellationToken cancel) =>
        session.ListAsync(
            $"""
            with chosen as materialized (select * from unnest({series.Select(one => one.Series.Id).ToArray()}, {series.Select(one => one.Group).ToArray()}) as c (id, grp))
            select c.grp, date_bin({step}, p.time, {range.From}) as step, percentile_cont({quantile}) within group (order by p.value)
            from metric_points p join chosen c on c.id = p.series_id
            where p.project_id = {project} and p.series_id = any({series.Select(one => one.Series.Id).ToArray()}) and p.time >= {range.From} and p.time < {range.To}
            group by c.grp, step order by c.grp, step
            """,
            row => (row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetDouble(2)),
            cancel);
}
