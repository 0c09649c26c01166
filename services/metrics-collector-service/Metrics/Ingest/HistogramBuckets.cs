using SreCopilot.Otlp;

namespace SreCopilot.MetricsCollectorService.Metrics.Ingest;

/// <summary>
/// The buckets of a histogram. With given bounds: each with the number of values up to it, as Prometheus has it (label
/// <c>le</c>); the last bound is infinite. Exponential ones come and go, so each has the number of its own values (label
/// <c>bound</c>): one that appears later has been zero, which would not be true of a number that counts all smaller values, too.
/// </summary>
internal static class HistogramBuckets
{
    public const string UpTo = "le";
    public const string Own = "bound";

    // Bounds grow by 2^(1/4) = 19 % or more: finer exponential buckets are joined, so that few series hold them.
    private const int FinestScale = 2;

    public static IEnumerable<(double Bound, double Count)> Of(OtlpPoint point) =>
        point.Metric.Kind == OtlpMetricKind.Histogram ? OfExplicit(point) : OfExponential(point);

    private static IEnumerable<(double Bound, double Count)> OfExplicit(OtlpPoint point)
    {
        double total = 0;
        for (var i = 0; i < point.BucketCounts.Length; i++)
        {
            total += point.BucketCounts[i];
            if (i < point.Bounds.Length && double.IsFinite(point.Bounds[i]))
            {
                yield return (point.Bounds[i], total);
            }
        }

        yield return (double.PositiveInfinity, Math.Max(total, point.Count));
    }

    private static IEnumerable<(double Bound, double Count)> OfExponential(OtlpPoint point)
    {
        // Negative values are not told apart: durations and sizes have none.
        double zero = point.ZeroCount;
        foreach (var count in point.Negative.Counts ?? [])
        {
            zero += count;
        }

        if (zero > 0)
        {
            yield return (0, zero);
        }

        var scale = Math.Clamp(point.Scale, -10, FinestScale);
        var shift = Math.Clamp(point.Scale - scale, 0, 31);
        var counts = point.Positive.Counts ?? [];
        for (var i = 0; i < counts.Length;)
        {
            var index = (point.Positive.Offset + i) >> shift;
            double joined = 0;
            for (; i < counts.Length && (point.Positive.Offset + i) >> shift == index; i++)
            {
                joined += counts[i];
            }

            var bound = Math.Pow(2, (index + 1) * Math.Pow(2, -scale));
            if (joined > 0)
            {
                yield return (bound, joined);
            }
        }
    }
}
