using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Telemetry;

/// <summary>Deletes summaries of what is no longer kept: traces, and hosts that have been silent for as long. Their rows themselves go with
/// their partitions.</summary>
internal sealed class SummaryRetention(
    ServiceDatabase database, RetentionPolicies policies, IOptions<TimeSeriesOptions> options, TimeProvider time) : ILeasedJob
{
    private const int AtOnce = 10_000;

    public string Name => "summary_retention";

    public TimeSpan Interval => TimeSpan.FromSeconds(options.Value.MaintenanceSeconds);

    public async Task RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await DeleteAsync(() => $"""
            delete from traces where (project_id, trace_id) in (
              select t.project_id, t.trace_id from traces t left join retention r on r.project_id = t.project_id and r.signal = {Tables.TraceLane}
              where t.started_at < {now} - make_interval(days => coalesce(r.days, {policies.DefaultDays(Tables.TraceLane)}))
              order by t.started_at limit {AtOnce})
            """, cancel);
        await DeleteAsync(() => $"""
            delete from hosts where (project_id, hostname) in (
              select h.project_id, h.hostname from hosts h left join retention r on r.project_id = h.project_id and r.signal = {Tables.HostLane}
              where h.last_seen < {now} - make_interval(days => coalesce(r.days, {policies.DefaultDays(Tables.HostLane)})) limit {AtOnce})
            """, cancel);
    }

    private async Task DeleteAsync(Func<Sql> command, CancellationToken cancel)
    {
        int deleted;
        do
        {
            // As system: it serves all tenants.
            await using var session = await database.OpenAsSystemAsync(cancel);
            deleted = await session.ExecuteAsync(command(), cancel);
            await session.CommitAsync(cancel);
        }
        while (deleted == AtOnce);
    }
}
