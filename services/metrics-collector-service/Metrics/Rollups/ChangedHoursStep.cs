using SreCopilot.Database;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics.Rollups;

/// <summary>
/// Notes, in the transaction of the points, which hours must be rolled up (again); late points are no special case. Writers hold
/// the note shared, so they do not wait for each other. A roll-up claims the note first and waits for them, so it sees their
/// points; whoever writes after that takes the claim away, and the note stays. See <see cref="RollupJob"/>.
/// </summary>
internal sealed class ChangedHoursStep : IIngestStep
{
    public string Lane => MetricTables.Lane;

    public async Task RunAsync(DatabaseSession session, IReadOnlyList<IngestBatch> batches, CancellationToken cancel)
    {
        var hours = batches
            .SelectMany(batch => batch.Attached.OfType<ChangedHours>().SelectMany(changed => changed.All).Select(hour => (batch.ProjectId, Hour: hour)))
            .Distinct().OrderBy(one => one.ProjectId).ThenBy(one => one.Hour).ToList();
        if (hours.Count == 0)
        {
            return;
        }

        var projects = hours.ConvertAll(one => one.ProjectId).ToArray();
        var times = hours.ConvertAll(one => one.Hour).ToArray();
        int held;
        do
        {
            await session.ExecuteAsync($"""
                insert into metric_changed_hours as c (project_id, hour)
                select n.project_id, n.hour from unnest({projects}, {times}) with ordinality as n (project_id, hour, place) order by n.place
                on conflict (project_id, hour) do update set claimed = false, changed_at = excluded.changed_at where c.claimed
                """, cancel);
            // Fewer when a roll-up ended just now: note it again.
            held = (await session.ListAsync($"""
                select 1 from metric_changed_hours c join unnest({projects}, {times}) as n (project_id, hour) on c.project_id = n.project_id and c.hour = n.hour
                order by c.project_id, c.hour for share of c
                """, row => row.GetInt32(0), cancel)).Count;
        }
        while (held < hours.Count);
    }
}
