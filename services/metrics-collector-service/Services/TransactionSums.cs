using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Transactions;

namespace SreCopilot.MetricsCollectorService.Services;

/// <summary>What the transactions of a group add up to.</summary>
internal sealed class TransactionSums
{
    public static readonly TransactionSums None = new();

    public long Count { get; private set; }

    public long Errors { get; private set; }

    public long Failures { get; private set; }

    public long Frustrated { get; private set; }

    public double DurationSum { get; private set; }

    public double DurationMax { get; private set; }

    public List<(int Bucket, long Count)> Buckets { get; } = [];

    public double AverageMs => Count == 0 ? 0 : Math.Round(DurationSum / Count, 2);

    public double ErrorPercent => Count == 0 ? 0 : Math.Round(100.0 * Errors / Count, 2);

    /// <summary>1 when nobody asked: nobody was kept waiting.</summary>
    public double Apdex => Count == 0 ? 1 : Math.Round((Satisfied + ((Count - Satisfied - Frustrated) / 2.0)) / Count, 3);

    private double Satisfied => Histogram.CountBelow(Buckets, Transaction.SatisfiedMs);

    public double PercentileMs(double share) => Math.Round(Histogram.Percentile(Buckets, share, DurationMax), 2);

    public double PerMinute(TimeRange range) => Math.Round(Count / range.Minutes, 2);

    /// <summary>Minutes for up to a day, hours for more: at most some thousand rows per endpoint.</summary>
    public static TimeSpan StepOf(TimeRange range) => range.To - range.From <= TimeSpan.FromHours(25) ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1);

    public static Sql TableFor(TimeSpan step) => step.TotalHours switch { < 1 => $"transaction_minutes", _ => $"transaction_hours" };

    /// <summary>One query over the roll-ups.</summary>
    /// <param name="session">Of the caller.</param>
    /// <param name="projectId">The caller's project.</param>
    /// <param name="range">Begins and ends with steps of the roll-up.</param>
    /// <param name="step">Of the roll-up.</param>
    /// <param name="service">Null: all.</param>
    /// <param name="key">What to group by: SQL that makes text of a row t.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Dictionary<string, TransactionSums>> ReadAsync(
        DatabaseSession session, Guid projectId, TimeRange range, TimeSpan step, string? service, Sql key, CancellationToken cancel)
    {
        var groups = new Dictionary<string, TransactionSums>();
        Sql ofService = service switch { null => $"", _ => $"and t.service_name = {service}" };
        await foreach (var (group, bucket, row) in session.StreamAsync($"""
            select {key}, t.bucket, sum(t.count)::bigint, sum(t.errors)::bigint, sum(t.failures)::bigint, sum(t.frustrated)::bigint, sum(t.duration_sum_ms), max(t.duration_max_ms)
            from {TableFor(step)} t where t.project_id = {projectId} {ofService} and t.time >= {range.From} and t.time < {range.To}
            group by 1, 2 order by 1, 2
            """, row => (row.GetString(0), row.GetInt16(1), (Count: row.GetInt64(2), Errors: row.GetInt64(3), Failures: row.GetInt64(4), Frustrated: row.GetInt64(5), Sum: row.GetDouble(6), Max: row.GetDouble(7))),
            cancel))
        {
            if (!groups.TryGetValue(group, out var sums))
            {
                groups.Add(group, sums = new TransactionSums());
            }

            sums.Count += row.Count;
            sums.Errors += row.Errors;
            sums.Failures += row.Failures;
            sums.Frustrated += row.Frustrated;
            sums.DurationSum += row.Sum;
            sums.DurationMax = Math.Max(sums.DurationMax, row.Max);
            sums.Buckets.Add((bucket, row.Count));
        }

        return groups;
    }
}
