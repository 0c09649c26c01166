using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>Deletes the summaries of traces whose spans are no longer kept; spans themselves go with their partitions.</summary>
internal sealed class TraceRetention(ServiceDatabase database, RetentionPolicies policies, TimeProvider time) : ILeasedJob
{
    private const int AtOnce = 10_000;

    public string Name => "trace_retention";

    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        int deleted;
        do
        {
            // As system: it serves all tenants.
            await using var session = await database.OpenAsSystemAsync(cancel);
            deleted = await session.ExecuteAsync($"""
                delete from traces where (project_id, trace_id) in (
                  select t.project_id, t.trace_id from traces t left join retention r on r.project_id = t.project_id and r.signal = {Tables.TraceLane}
                  where t.started_at < {now} - make_interval(days => coalesce(r.days, {policies.DefaultDays(Tables.TraceLane)}))
                  order by t.started_at limit {AtOnce})
                """, cancel);
            await session.CommitAsync(cancel);
        }
        while (deleted == AtOnce);
    }
}
