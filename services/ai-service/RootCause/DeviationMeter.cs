namespace SreCopilot.AiService.RootCause;

/// <summary>
/// Measures every node with the same question: how much worse than in the other rows was it in the rows in which the symptom shows, and
/// how often does normal operation do that by itself? The null distribution comes from all windows of the same length in the normal frame.
/// </summary>
internal sealed class DeviationMeter(MetricFrame normal, MetricFrame abnormal, SuspectRows rows, LocalisationOptions options)
{
    /// <summary>Null when the node has no such metric, or not in the suspect rows.</summary>
    public Deviation? Measure(string node, MetricKind kind, string statistic)
    {
        if (abnormal.Choose(node, kind, statistic) is not { } key)
        {
            return null;
        }

        var window = Badness.Of(kind, abnormal.Find(key)!);
        var usual = Badness.Of(kind, normal.Find(key) ?? []);
        var typical = Robust.Median(usual);
        if (!double.IsFinite(typical))
        {
            // Never seen in normal operation: the quiet rows are all there is.
            typical = Robust.Median(window.Where((_, row) => rows.Membership[row] < 0.5).ToArray());
        }

        if (!double.IsFinite(typical) || rows.Compare(window, typical) is not { } levels)
        {
            return null;
        }

        var change = levels.Suspect - levels.Baseline;
        var tail = new TailDistribution(Windows(usual).Select(part => rows.Contrast(part.Span, typical)), Badness.Resolution(kind, RequestsPerRow(node), options), options);
        var (excess, requests) = Extent(node, kind, window, levels.Baseline);
        return new(
            key, tail.Information(change), change, Show(kind, levels.Baseline), Show(kind, levels.Suspect), Math.Max(0, excess),
            kind == MetricKind.Availability ? Math.Max(0, excess) : requests * Math.Clamp(Math.Exp(Math.Min(change, 5)) - 1, 0, 1),
            Onset(window, levels.Baseline, change));
    }

    private IEnumerable<ReadOnlyMemory<double>> Windows(double[] column) =>
        Enumerable.Range(0, Math.Max(0, column.Length - abnormal.Rows + 1)).Select(start => new ReadOnlyMemory<double>(column, start, abnormal.Rows));

    public double RequestsPerRow(string node)
    {
        var key = new MetricKey(node, MetricKind.Requests, "Sum");
        var usual = Robust.Mean(normal.Find(key)?.Where(count => count > 0).ToArray());
        return double.IsFinite(usual) ? usual : Robust.Mean(abnormal.Find(key)?.Where(count => count > 0).ToArray()) is var seen && double.IsFinite(seen) ? seen : 1;
    }

    // Seconds per request times requests. Rows without a value count like those that have one.
    private (double Excess, double Requests) Extent(string node, MetricKind kind, double[] window, double baseline)
    {
        var requests = abnormal.Find(new(node, MetricKind.Requests, "Sum"));
        var usualRequests = RequestsPerRow(node);
        var (excess, touched, observed, all) = (0.0, 0.0, 0.0, 0.0);
        for (var row = 0; row < window.Length; row++)
        {
            all += rows.Membership[row];
            if (!double.IsFinite(window[row]))
            {
                continue;
            }

            observed += rows.Membership[row];
            var count = requests is not null && double.IsFinite(requests[row]) ? requests[row] : usualRequests;
            var each = kind == MetricKind.Requests ? 1 : kind == MetricKind.Availability ? count / 100 : count;
            excess += rows.Membership[row] * (Badness.Undo(kind, window[row]) - Badness.Undo(kind, baseline)) * each;
            touched += rows.Membership[row] * count;
        }

        return (excess * all / observed, touched * all / observed);
    }

    private long Onset(double[] window, double baseline, double change)
    {
        for (var row = 0; row < window.Length; row++)
        {
            if (change > 0 && window[row] - baseline >= change / 2)
            {
                return abnormal.Times[row];
            }
        }

        return abnormal.Times[Array.IndexOf(rows.Membership, rows.Membership.Max())];
    }

    private static double Show(MetricKind kind, double badness) =>
        kind == MetricKind.Availability ? 100 - badness : Badness.Undo(kind, badness);
}
