using SreCopilot.MetricsCollectorService.Metrics.Catalog;

namespace SreCopilot.MetricsCollectorService.Metrics.Ingest;

/// <summary>What a series of Prometheus is called here: its <c>__name__</c> and, as its service, the label <c>service</c> or <c>job</c>.</summary>
internal sealed record RemoteSeriesName(Metric Metric, string Service)
{
    private static readonly string[] CounterSuffixes = ["_total", "_count", "_sum", "_bucket"];

    /// <returns>Null when it has no name.</returns>
    public static RemoteSeriesName? Read(RemoteSeries series, SeriesBuilder labels)
    {
        labels.Clear();
        string? name = null, service = null, job = null;
        var isBucket = false;
        foreach (var (key, value) in series.Labels)
        {
            switch (key)
            {
                case "__name__":
                    name = value;
                    break;
                case "service":
                    service = value;
                    break;
                default:
                    job = key == "job" ? value : job;
                    isBucket |= key == HistogramBuckets.UpTo;
                    labels.Label(key, value);
                    break;
            }
        }

        if (name is not { Length: > 0 and <= SeriesBuilder.NameLength })
        {
            return null;
        }

        // Remote write 1.0 does not say what is a counter; the naming convention does.
        var isCounter = CounterSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal));
        isBucket &= name.EndsWith("_bucket", StringComparison.Ordinal);
        var family = isBucket ? name[..^"_bucket".Length] : name;
        var owner = service ?? job ?? "";
        return new RemoteSeriesName(
            new Metric(name, family, isBucket ? "histogram" : isCounter ? "counter" : "gauge", isCounter ? SeriesKind.Counter : SeriesKind.Gauge),
            owner.Length <= Telemetry.Names.ServiceLength ? owner : owner[..Telemetry.Names.ServiceLength]);
    }
}
