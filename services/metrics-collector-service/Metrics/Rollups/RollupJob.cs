using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics.Rollups;

/// <summary>Rolls changed hours up, one project and hour per transaction: points to minutes, minutes to the hour. Doing it twice gives the same.</summary>
internal sealed class RollupJob(ServiceDatabase database, Partitions partitions, IOptions<MetricOptions> options, TimeProvider time) : ILeasedJob
{
    public string Name => "metric roll-up";

    public TimeSpan Interval => TimeSpan.FromSeconds(options.Value.RollupSeconds);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await FindAsync(cancel) is { } changed)
        {
            await RollUpAsync(changed.Project, changed.Hour, cancel);
        }
    }

    // An hour that is over at once; the running one now and then.
    private async Task<(Guid Project, DateTimeOffset Hour)?> FindAsync(CancellationToken cancel)
    {
        var (over, waited) = (time.GetUtcNow().AddHours(-1), TimeSpan.FromSeconds(options.Value.RunningHourSeconds));
        // As system, here and below: the job works for all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        return (await session.ListAsync(
            $"""
            select project_id, hour from metric_changed_hours
            where hour <= {over} or changed_at <= clock_timestamp() - {waited} order by changed_at limit 1
            """,
            row => (row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1)),
            cancel)) is [var first, ..] ? first : null;
    }

    private async Task RollUpAsync(Guid project, DateTimeOffset hour, CancellationToken cancel)
    {
        await partitions.EnsureAsync(MetricTables.Minutes, hour, cancel);
        await partitions.EnsureAsync(MetricTables.Hours, hour, cancel);
        await ClaimAsync(project, hour, cancel);
        await using var session = await database.OpenAsSystemAsync(cancel);
        await session.ExecuteAsync($"""
            insert into metric_minutes as m (project_id, time, series_id, points, sum, min, max, first, last, increase)
            select {project}, p.minute, p.series_id, count(*), sum(p.value), min(p.value), max(p.value),
              (array_agg(p.value order by p.time))[1], (array_agg(p.value order by p.time desc))[1],
              sum(case when p.before is null then 0 when p.value >= p.before then p.value - p.before else p.value end)
            from (
              select series_id, time, value, date_trunc('minute', time, 'UTC') as minute,
                lag(value) over (partition by series_id, date_trunc('minute', time, 'UTC') order by time) as before
              from metric_points where project_id = {project} and time >= {hour} and time < {hour.AddHours(1)}) as p
            group by p.minute, p.series_id
            on conflict (series_id, time, project_id) do update set points = excluded.points, sum = excluded.sum, min = excluded.min, max = excluded.max,
              first = excluded.first, last = excluded.last, increase = excluded.increase
            """, cancel);
        await session.ExecuteAsync($"""
            insert into metric_hours as h (project_id, time, series_id, points, sum, min, max, first, last, increase)
            select {project}, {hour}, m.series_id, sum(m.points), sum(m.sum), min(m.min), max(m.max),
              (array_agg(m.first order by m.time))[1], (array_agg(m.last order by m.time desc))[1],
              sum(m.increase + case when m.before is null then 0 when m.first >= m.before then m.first - m.before else m.first end)
            from (
              select *, lag(last) over (partition by series_id order by time) as before
              from metric_minutes where project_id = {project} and time >= {hour} and time < {hour.AddHours(1)}) as m
            group by m.series_id
            on conflict (series_id, time, project_id) do update set points = excluded.points, sum = excluded.sum, min = excluded.min, max = excluded.max,
              first = excluded.first, last = excluded.last, increase = excluded.increase
            """, cancel);
        // Not when something came meanwhile: the next round does it again.
        await session.ExecuteAsync($"delete from metric_changed_hours where project_id = {project} and hour = {hour} and claimed", cancel);
        await session.CommitAsync(cancel);
    }

    // Waits for the transactions whose points belong to the hour, for a moment, and keeps nobody waiting.
    private async Task ClaimAsync(Guid project, DateTimeOffset hour, CancellationToken cancel)
    {
        await using var session = await database.OpenAsSystemAsync(cancel);
        await session.ExecuteAsync($"update metric_changed_hours set claimed = true where project_id = {project} and hour = {hour}", cancel);
        await session.CommitAsync(cancel);
    }
}
