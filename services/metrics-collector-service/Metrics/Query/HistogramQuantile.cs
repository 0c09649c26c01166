namespace SreCopilot.MetricsCollectorService.Metrics.Query;

/// <summary>A quantile from buckets, as Prometheus computes it: linear within the bucket that it falls into.</summary>
internal static class HistogramQuantile
{
    /// <summary>The quantile.</summary>
    /// <param name="quantile">0 to 1.</param>
    /// <param name="buckets">Upper bounds in ascending order, each with the number of values of its own bucket.</param>
    /// <returns>Null when there are no values.</returns>
    public static double? Of(double quantile, IReadOnlyList<(double Bound, double Count)> buckets)
    {
        var total = buckets.Sum(bucket => bucket.Count);
        if (total <= 0)
        {
            return null;
        }

        var (rank, seen) = (quantile * total, 0.0);
        for (var i = 0; i < buckets.Count; i++)
        {
            var (bound, count) = buckets[i];
            if (count <= 0 || seen + count < rank)
            {
                seen += Math.Max(0, count);
                continue;
            }

            var lower = i > 0 ? buckets[i - 1].Bound : Math.Min(0, bound);
            // Beyond the last bound nothing is known but that it is more.
            return double.IsPositiveInfinity(bound) ? (i > 0 ? lower : null) : lower + ((bound - lower) * Math.Clamp((rank - seen) / count, 0, 1));
        }

        return buckets.LastOrDefault(bucket => double.IsFinite(bucket.Bound)).Bound;
    }

    /// <summary>Numbers of values up to each bound (label <c>le</c>), made into those of each bucket.</summary>
    public static List<(double Bound, double Count)> Separate(IReadOnlyList<(double Bound, double Count)> upTo)
    {
        var own = new List<(double, double)>(upTo.Count);
        var before = 0.0;
        foreach (var (bound, count) in upTo)
        {
            // Replicas of a sender are not read at the same instant, so a little less than before is possible.
            own.Add((bound, Math.Max(0, count - before)));
            before = Math.Max(before, count);
        }

        return own;
    }
}
