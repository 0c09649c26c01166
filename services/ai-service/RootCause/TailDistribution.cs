namespace SreCopilot.AiService.RootCause;

/// <summary>
/// How surprising a deviation is, in nats: -ln P(a deviation as large in normal operation), known as IT score. Counted where normal
/// operation has seen as much, extrapolated with an exponential tail (peaks over threshold) beyond it.
/// </summary>
internal sealed class TailDistribution
{
    private readonly LocalisationOptions _options;
    private readonly double[] _sorted;
    private readonly double _threshold;
    private readonly double _scale;
    private readonly double _shareAbove;

    /// <param name="values">The same statistic, computed on normal operation; NaN is left out.</param>
    /// <param name="resolution">Differences below it mean nothing.</param>
    /// <param name="options">Where the tail begins, and when it is not extrapolated.</param>
    public TailDistribution(IEnumerable<double> values, double resolution, LocalisationOptions options)
    {
        _options = options;
        _sorted = [.. values.Where(double.IsFinite).Order()];
        var count = _sorted.Length;
        if (count == 0)
        {
            (_threshold, _scale, _shareAbove) = (0, 3 * resolution, 1);
            return;
        }

        var median = Robust.Median(_sorted);
        _threshold = Math.Max(_sorted[Math.Min(count - 1, (int)(options.TailQuantile * count))], median);
        var above = _sorted.Where(value => value > _threshold).Select(value => value - _threshold).ToArray();
        _shareAbove = Math.Max(above.Length, 1) / (count + 1.0);
        // Of an exponential tail the median excess is ln 2 times its scale, and the 90th percentile lies ln 10 scales above the start.
        // The median and not the mean: normal operation contains an outage or two.
        _scale = Math.Max(resolution, Math.Max(above.Length == 0 ? 0 : Robust.Median(above) / Math.Log(2), (_threshold - median) / Math.Log(10)));
    }

    public int Count => _sorted.Length;

    public double Information(double value)
    {
        if (value <= _threshold)
        {
            return Count == 0 ? 0 : -Math.Log((CountFrom(value) + 1.0) / (Count + 1));
        }

        var most = Count < _options.FewestForExtrapolation ? 2 * Math.Log(Count + 2) : _options.MostInformation;
        return Math.Min(most, ((value - _threshold) / _scale) - Math.Log(_shareAbove));
    }

    private int CountFrom(double value)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _sorted[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return Count - low;
    }
}
