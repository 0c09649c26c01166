using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Transactions;

/// <summary>Keeps what transactions add up to, per minute and per hour.</summary>
internal static class TransactionRollups
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static async Task SaveAsync(DatabaseSession session, Partitions partitions, List<(Owner Owner, Transaction Fact)> facts, CancellationToken cancel)
    {
        if (facts.Count == 0)
        {
            return;
        }

        var minutes = AddUp(facts, Minute);
        var hours = AddUp(facts, Hour);
        await EnsureAsync(partitions, Tables.TransactionMinutes, minutes, cancel);
        await EnsureAsync(partitions, Tables.TransactionHours, hours, cancel);
        await SaveAsync(session, $"transaction_minutes", minutes, cancel);
        await SaveAsync(session, $"transaction_hours", hours, cancel);
    }

    private static async Task EnsureAsync(Partitions partitions, TimeSeriesTable table, List<Sum> sums, CancellationToken cancel)
    {
        foreach (var time in sums.Select(sum => sum.Time).Distinct())
        {
            await partitions.EnsureAsync(table, time, cancel);
        }
    }

    private static Task<int> SaveAsync(DatabaseSession session, Sql table, List<Sum> sums, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into {table} as t
          (project_id, time, service_name, endpoint, method, bucket, count, errors, failures, frustrated, duration_sum_ms, duration_max_ms)
        select n.project_id, n.time, n.service, n.endpoint, n.method, n.bucket, n.count, n.errors, n.failures, n.frustrated, n.sum, n.max
        from unnest({sums.ConvertAll(sum => sum.ProjectId).ToArray()}, {sums.ConvertAll(sum => sum.Time).ToArray()}, {sums.ConvertAll(sum => sum.Service).ToArray()},
          {sums.ConvertAll(sum => sum.Endpoint).ToArray()}, {sums.ConvertAll(sum => sum.Method).ToArray()}, {sums.ConvertAll(sum => sum.Bucket).ToArray()},
          {sums.ConvertAll(sum => sum.Count).ToArray()}, {sums.ConvertAll(sum => sum.Errors).ToArray()}, {sums.ConvertAll(sum => sum.Failures).ToArray()},
          {sums.ConvertAll(sum => sum.Frustrated).ToArray()}, {sums.ConvertAll(sum => sum.DurationSum).ToArray()}, {sums.ConvertAll(sum => sum.DurationMax).ToArray()})
          with ordinality as n (project_id, time, service, endpoint, method, bucket, count, errors, failures, frustrated, sum, max, place)
        order by n.place
        on conflict (project_id, time, service_name, endpoint, method, bucket) do update set
          count = t.count + excluded.count, errors = t.errors + excluded.errors, failures = t.failures + excluded.failures, frustrated = t.frustrated + excluded.frustrated,
          duration_sum_ms = t.duration_sum_ms + excluded.duration_sum_ms, duration_max_ms = greatest(t.duration_max_ms, excluded.duration_max_ms)
        """, cancel);

    private static List<Sum> AddUp(List<(Owner Owner, Transaction Fact)> facts, TimeSpan step) =>
    [
        .. facts.GroupBy(one => (
                one.Owner.ProjectId, Time: new DateTimeOffset(one.Fact.Time.UtcTicks - (one.Fact.Time.UtcTicks % step.Ticks), TimeSpan.Zero), one.Fact.Service,
                Endpoint: EndpointTemplate.Of(one.Fact.Endpoint), one.Fact.Method, Bucket: Histogram.BucketOf(one.Fact.DurationMs)))
            .Select(group => new Sum(
                group.Key.ProjectId, group.Key.Time, group.Key.Service, group.Key.Endpoint, group.Key.Method, group.Key.Bucket, group.LongCount(),
                group.LongCount(one => one.Fact.IsError), group.LongCount(one => one.Fact.IsFailure), group.LongCount(one => one.Fact.DurationMs >= Transaction.FrustratedMs),
                group.Sum(one => one.Fact.DurationMs), group.Max(one => one.Fact.DurationMs)))
            .OrderBy(sum => sum.ProjectId).ThenBy(sum => sum.Time).ThenBy(sum => sum.Service, StringComparer.Ordinal)
            .ThenBy(sum => sum.Endpoint, StringComparer.Ordinal).ThenBy(sum => sum.Method, StringComparer.Ordinal).ThenBy(sum => sum.Bucket),
    ];

    private sealed record Sum(
        Guid ProjectId, DateTimeOffset Time, string Service, string Endpoint, string Method, short Bucket, long Count, long Errors, long Failures, long Frustrated,
        double DurationSum, double DurationMax);
}
