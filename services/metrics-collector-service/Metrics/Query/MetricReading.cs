using System.Globalization;
using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Metrics.Catalog;
using SreCopilot.MetricsCollectorService.Metrics.Ingest;
using SreCopilot.MetricsCollectorService.Requests;

namespace SreCopilot.MetricsCollectorService.Metrics.Query;

/// <summary>Answers one query: chooses the series, puts them into groups, reads their values.</summary>
internal sealed class MetricReading(
    DatabaseSession session, Guid project, MetricSelection selection, string[] groupBy, int limit, Resolution resolution, TimeRange range, TimeSpan step)
{
    private readonly Dictionary<string, int> _groups = [];
    private readonly List<IReadOnlyDictionary<string, string>> _labels = [];

    public List<MetricLine> Lines { get; } = [];

    public bool IsTruncated { get; private set; }

    public string Unit { get; private set; } = "";

    public Resolution Resolution { get; private set; } = resolution;

    /// <summary>Fills <see cref="Lines"/>.</summary>
    /// <returns>What is wrong with the question; null when it is answered.</returns>
    public async Task<string?> ReadAsync(string aggregation, CancellationToken cancel)
    {
        var series = await selection.FindAsync(session, project, "", cancel);
        if (MetricQuery.QuantileOf(aggregation) is { } quantile)
        {
            return await ReadQuantileAsync(quantile, series, cancel);
        }

        if (series.Count == 0)
        {
            return await ReadHistogramAsync(aggregation, cancel);
        }

        return await ReadValuesAsync(series, value => ValueOf(aggregation, value, series[0].Kind), cancel);
    }

    private double ValueOf(string aggregation, StepValues values, SeriesKind kind) => aggregation switch
    {
        "sum" => kind == SeriesKind.Delta ? values.Sum : values.Averages,
        "min" => values.Min,
        "max" => values.Max,
        "last" => values.Last,
        "count" => values.Points,
        "increase" => values.Increase,
        "rate" => values.Increase / step.TotalSeconds,
        _ => values.Sum / values.Points,
    };

    private async Task<string?> ReadValuesAsync(List<SelectedSeries> series, Func<StepValues, double> value, CancellationToken cancel)
    {
        if (TooMany(series) is { } refusal)
        {
            return refusal;
        }

        var values = await SeriesValues.ReadAsync(session, project, Group(series, one => one.Labels), Resolution, range, step, cancel);
        Fill(values.Select(one => (one.Group, one.Time, value(one))));
        return null;
    }

    // Of a histogram there are x_sum and x_count, but no x.
    private async Task<string?> ReadHistogramAsync(string aggregation, CancellationToken cancel)
    {
        var counts = await selection.FindAsync(session, project, "_count", cancel);
        if (counts.Count == 0)
        {
            return null;
        }

        if (aggregation is not ("avg" or "count" or "increase" or "rate"))
        {
            return $"aggregation: {aggregation} is not known of a histogram; ask for avg, count, rate, increase or p50 to p99";
        }

        if (aggregation != "avg")
        {
            return await ReadValuesAsync(counts, values => aggregation == "rate" ? values.Increase / step.TotalSeconds : values.Increase, cancel);
        }

        var sums = await selection.FindAsync(session, project, "_sum", cancel);
        if ((TooMany(counts) ?? TooMany(sums)) is { } refusal)
        {
            return refusal;
        }

        var counted = (await SeriesValues.ReadAsync(session, project, Group(counts, one => one.Labels), Resolution, range, step, cancel)).ToDictionary(one => (one.Group, one.Time), one => one.Increase);
        var added = await SeriesValues.ReadAsync(session, project, Group(sums, one => one.Labels), Resolution, range, step, cancel);
        Fill(added.Select(one => (one.Group, one.Time, one.Increase / counted.GetValueOrDefault((one.Group, one.Time)))).Where(one => double.IsFinite(one.Item3)));
        return null;
    }

    private async Task<string?> ReadQuantileAsync(double quantile, List<SelectedSeries> series, CancellationToken cancel)
    {
        var buckets = await selection.FindAsync(session, project, "_bucket", cancel);
        if (buckets.Count == 0)
        {
            if (TooMany(series) is { } refusal)
            {
                return refusal;
            }

            Resolution = Resolution.Raw;
            Fill(await SeriesValues.ReadQuantileAsync(session, project, Group(series, one => one.Labels), quantile, range, step, cancel));
            return null;
        }

        if (TooMany(buckets) is { } tooMany)
        {
            return tooMany;
        }

        // Every group and bound is read as a group of its own.
        var bounds = new List<(int Group, double Bound, bool IsUpTo)>();
        var places = new Dictionary<(int, double, bool), int>();
        var parts = Group(buckets, one => one.Labels.Where(label => label.Key is not (HistogramBuckets.UpTo or HistogramBuckets.Own)).ToDictionary()).ConvertAll(one =>
        {
            var isUpTo = one.Series.Labels.TryGetValue(HistogramBuckets.UpTo, out var text);
            var bound = (one.Group, ReadBound(isUpTo ? text! : one.Series.Labels.GetValueOrDefault(HistogramBuckets.Own, "")), isUpTo);
            if (!places.TryGetValue(bound, out var place))
            {
                places.Add(bound, place = bounds.Count);
                bounds.Add(bound);
            }

            return (one.Series, place);
        });
        var values = await SeriesValues.ReadAsync(session, project, parts, Resolution, range, step, cancel);
        Fill(values
            .Select(one => (Of: bounds[one.Group], one.Time, one.Increase))
            .GroupBy(one => (one.Of.Group, one.Time))
            .OrderBy(group => group.Key)
            .Select(group => (group.Key.Group, group.Key.Time, Value: QuantileOf(quantile, [.. group.Select(one => (one.Of, one.Increase))])))
            .Where(one => one.Value is not null)
            .Select(one => (one.Group, one.Time, one.Value!.Value)));
        return null;
    }

    private static double? QuantileOf(double quantile, List<((int Group, double Bound, bool IsUpTo) Of, double Increase)> buckets)
    {
        var upTo = buckets.Where(one => one.Of.IsUpTo).OrderBy(one => one.Of.Bound).Select(one => (one.Of.Bound, one.Increase)).ToList();
        var own = buckets.Where(one => !one.Of.IsUpTo).Select(one => (one.Of.Bound, one.Increase));
        return HistogramQuantile.Of(quantile, [.. HistogramQuantile.Separate(upTo).Concat(own).OrderBy(one => one.Item1)]);
    }

    private static double ReadBound(string text) =>
        text == "+Inf" || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) ? double.PositiveInfinity : bound;

    private static string? TooMany(List<SelectedSeries> series) => series.Count <= MetricSelection.MostSeries
        ? null
        : $"metric: more than {MetricSelection.MostSeries} series match; name a service or values of labels";

    private List<(SelectedSeries Series, int Group)> Group(List<SelectedSeries> series, Func<SelectedSeries, IReadOnlyDictionary<string, string>> labelsOf)
    {
        var grouped = new List<(SelectedSeries, int)>(series.Count);
        foreach (var one in series)
        {
            Unit = one.Unit;
            var labels = labelsOf(one);
            var shown = groupBy is ["*"] ? labels : groupBy.ToDictionary(name => name, name => labels.GetValueOrDefault(name, ""));
            var key = string.Join('\0', shown.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}\0{label.Value}"));
            if (!_groups.TryGetValue(key, out var group))
            {
                if (_groups.Count == limit)
                {
                    IsTruncated = true;
                    continue;
                }

                _groups.Add(key, group = _labels.Count);
                _labels.Add(shown);
            }

            grouped.Add((one, group));
        }

        return grouped;
    }

    private void Fill(IEnumerable<(int Group, DateTimeOffset Time, double Value)> values) =>
        Lines.AddRange(values.GroupBy(value => value.Group).OrderBy(group => group.Key)
            .Select(group => new MetricLine(_labels[group.Key], [.. group.Select(value => new MetricValue(value.Time, value.Value))])));
}
