namespace SreCopilot.AiService.RootCause;

/// <summary>Columns of measurements over the same, equally spaced rows. An empty cell is <see cref="double.NaN"/>.</summary>
internal sealed class MetricFrame
{
    private static readonly string[] Statistics = ["Average", "p50", "p90", "p95", "p99", "Sum"];
    private readonly long[] _times;
    private readonly Dictionary<MetricKey, double[]> _columns;

    /// <param name="times">Unix seconds, ascending.</param>
    /// <param name="columns">As long as <paramref name="times"/>; what is not a finite number is an empty cell.</param>
    public MetricFrame(IEnumerable<long> times, IEnumerable<KeyValuePair<MetricKey, double[]>> columns)
    {
        _times = [.. times];
        _columns = columns.ToDictionary(
            column => column.Key,
            column => column.Value.Length == _times.Length
                ? Array.ConvertAll(column.Value, cell => double.IsFinite(cell) ? cell : double.NaN)
                : throw new ArgumentException($"The column has {column.Value.Length} cells and the frame {_times.Length} rows.", nameof(columns)));
    }

    public int Rows => _times.Length;

    public IReadOnlyList<long> Times => _times;

    public IReadOnlyDictionary<MetricKey, double[]> Columns => _columns;

    public double[]? Find(MetricKey key) => _columns.GetValueOrDefault(key);

    /// <summary>The column to look at for a node: the wanted statistic, else the nearest thing that has a value at all.</summary>
    public MetricKey? Choose(string node, MetricKind kind, string statistic)
    {
        foreach (var candidate in Statistics.Prepend(statistic))
        {
            var key = new MetricKey(node, kind, candidate);
            if (_columns.TryGetValue(key, out var column) && column.Any(double.IsFinite))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>Some consecutive rows.</summary>
    public MetricFrame Slice(int start, int count) =>
        new(_times.Skip(start).Take(count), _columns.Select(column => KeyValuePair.Create(column.Key, column.Value[start..(start + count)])));

    /// <summary>Fewer, longer rows: each the median of some consecutive ones. A rest at the end that is too short is left out.</summary>
    public MetricFrame Condense(int rowsPerBin)
    {
        if (rowsPerBin == 1)
        {
            return this;
        }

        var bins = Rows / rowsPerBin;
        return new(
            Enumerable.Range(0, bins).Select(bin => _times[bin * rowsPerBin]),
            _columns.Select(column => KeyValuePair.Create(
                column.Key,
                Enumerable.Range(0, bins).Select(bin => Robust.Median(column.Value.AsSpan(bin * rowsPerBin, rowsPerBin))).ToArray())));
    }
}
