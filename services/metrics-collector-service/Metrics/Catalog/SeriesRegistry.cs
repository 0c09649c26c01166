using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.MetricsCollectorService.Metrics.Catalog;

/// <summary>Which series there are, and how many a project may have.</summary>
internal sealed class SeriesRegistry(ServiceDatabase database, KnownSeries known, IOptions<MetricOptions> options)
{
    // A series without points for so long does not count any more, but can still be asked for.
    private const int ActiveDays = 7;

    public string LimitReached { get; } =
        $"The project has {options.Value.SeriesPerProject} series, which is the most. Points of further ones are not stored: leave out labels with many values, such as ids.";

    public bool IsKnown(Guid project, long id) => known.Contains(project, id);

    /// <summary>Registers what is new, as far as the project may have it.</summary>
    /// <returns>The series that are registered now, and those of them that were not before.</returns>
    public async Task<(HashSet<long> Admitted, List<long> Created)> AdmitAsync(CallerScope scope, IReadOnlyCollection<Series> series, CancellationToken cancel)
    {
        var project = scope.ProjectId!.Value;
        var ids = series.Select(one => one.Id).ToArray();
        await using var session = await database.OpenAsync(scope, cancel);
        await session.ExecuteAsync($"update metric_series set last_seen = {known.Today} where project_id = {project} and id = any({ids}) and last_seen < {known.Today}", cancel);
        var admitted = (await session.ListAsync($"select id from metric_series where project_id = {project} and id = any({ids})", row => row.GetInt64(0), cancel)).ToHashSet();
        var created = admitted.Count == series.Count ? [] : await InsertAsync(session, project, [.. series.Where(one => !admitted.Contains(one.Id))], cancel);
        await session.CommitAsync(cancel);
        admitted.UnionWith(created);
        known.Add(project, admitted);
        return (admitted, created);
    }

    private async Task<List<long>> InsertAsync(DatabaseSession session, Guid project, List<Series> fresh, CancellationToken cancel)
    {
        // One after the other within a project, on all replicas: so the limit is exact.
        await session.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended('metric_series ' || {project}::text, 0))", cancel);
        var active = await session.SingleOrDefaultAsync(
            $"select count(*)::int from metric_series where project_id = {project} and last_seen > {known.Today.AddDays(-ActiveDays)}", row => row.GetInt32(0), cancel);
        fresh = [.. fresh.Take(Math.Max(0, options.Value.SeriesPerProject - active))];
        if (fresh.Count == 0)
        {
            return [];
        }

        return await session.ListAsync(
            $"""
            insert into metric_series as s (project_id, id, name, family, type, kind, unit, description, service_name, labels, first_seen, last_seen)
            select {project}, n.id, n.name, n.family, n.type, n.kind, n.unit, n.description, n.service, n.labels::jsonb, {known.Today}, {known.Today}
            from unnest({fresh.ConvertAll(one => one.Id).ToArray()}, {fresh.ConvertAll(one => one.Metric.Name).ToArray()}, {fresh.ConvertAll(one => one.Metric.Family).ToArray()},
              {fresh.ConvertAll(one => one.Metric.Type).ToArray()}, {fresh.ConvertAll(one => (short)one.Metric.Kind).ToArray()}, {fresh.ConvertAll(one => one.Metric.Unit).ToArray()},
              {fresh.ConvertAll(one => one.Metric.Description).ToArray()}, {fresh.ConvertAll(one => one.Service).ToArray()}, {fresh.ConvertAll(one => one.Labels).ToArray()})
              as n (id, name, family, type, kind, unit, description, service, labels)
            on conflict (project_id, id) do update set last_seen = excluded.last_seen
            returning s.id
            """,
            row => row.GetInt64(0),
            cancel);
    }
}
