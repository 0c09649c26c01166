namespace SreCopilot.MetricsCollectorService.Transactions;

/// <summary>
/// The buckets of the roll-ups: bucket b begins at 500 * 2^(b/4) ms, each is 19% wide. Percentiles are interpolated within a bucket, so
/// they are at most that far off and usually a few percent.
/// </summary>
internal static class Histogram
{
    private const int Per2 = 4;
    private const int Least = -80;
    private const int Most = 80;

    public static short BucketOf(double durationMs) =>
        durationMs <= 0 ? (short)Least : (short)Math.Clamp(Math.Floor(Per2 * Math.Log2(durationMs / Transaction.SatisfiedMs)), Least, Most);

    /// <summary>Where a bucket begins.</summary>
    public static double StartOf(int bucket) => Transaction.SatisfiedMs * Math.Pow(2, bucket / (double)Per2);

    /// <summary>The duration that a share of all does not exceed.</summary>
    /// <param name="counts">How many are in each bucket, in order.</param>
    /// <param name="share">0 to 1.</param>
    /// <param name="longest">The longest of all.</param>
    public static double Percentile(IReadOnlyList<(int Bucket, long Count)> counts, double share, double longest)
    {
        var rank = share * counts.Sum(one => one.Count);
        var before = 0L;
        foreach (var (bucket, count) in counts)
        {
            if (before + count >= rank && count > 0)
            {
                var start = StartOf(bucket);
                return Math.Min(longest, start + ((rank - before) / count * (StartOf(bucket + 1) - start)));
            }

            before += count;
        }

        return counts.Count == 0 ? 0 : longest;
    }

    /// <summary>How many are faster than a threshold: exact where a bucket begins, interpolated in between.</summary>
    public static double CountBelow(IReadOnlyList<(int Bucket, long Count)> counts, double thresholdMs) => counts.Sum(one =>
    {
        var (start, end) = (StartOf(one.Bucket), StartOf(one.Bucket + 1));
        return one.Count * (end <= thresholdMs * (1 + 1e-9) ? 1 : start >= thresholdMs ? 0 : (thresholdMs - start) / (end - start));
    });
}
