using System.Globalization;
using SreCopilot.MetricsCollectorService.Metrics.Catalog;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.Otlp;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics.Ingest;

/// <summary>
/// <c>POST /otlp/v1/metrics</c>. A histogram or summary becomes what Prometheus makes of it: <c>x_bucket</c> with the label
/// <c>le</c>, <c>x_sum</c>, <c>x_count</c>; so there is one kind of storage, roll-up and percentile for both.
/// </summary>
internal static class OtlpMetrics
{
    // Attributes of the resource that tell senders of the same service apart: they become labels.
    private static readonly string[] Identity =
        ["service.namespace", "service.instance.id", "deployment.environment.name", "deployment.environment", "host.name", "k8s.namespace.name", "k8s.pod.name", "container.name"];

    public static async ValueTask ReadAsync(OtlpContent content, IngestBatch batch, OtlpRejections rejections, SeriesRegistry registry, CancellationToken cancel)
    {
        using var points = new PointBatch(batch, registry);
        foreach (var point in content.ReadPoints())
        {
            if (Refuse(point, batch.Times, points.Labels) is { } reason)
            {
                rejections.Add(reason);
            }
            else if (!point.HasNoValue)
            {
                Add(point, points);
                Facts.Of(batch).Saw(point.Resource.ServiceName, "otlp", "backend", ClientTime.OfNanoseconds(point.TimeNanoseconds));
            }
        }

        for (var refused = await points.CompleteAsync(cancel); refused > 0; refused--)
        {
            rejections.Add(registry.LimitReached);
        }
    }

    private static string? Refuse(OtlpPoint point, TimeWindow times, SeriesBuilder labels)
    {
        if (point.Metric.Name.Length is 0 or > SeriesBuilder.NameLength)
        {
            return PointReasons.NoName;
        }

        if (times.Judge(ClientTime.OfNanoseconds(point.TimeNanoseconds)) is not TimeVerdict.Good and var verdict)
        {
            return verdict == TimeVerdict.TooOld ? PointReasons.TooOld : PointReasons.TooFarAhead;
        }

        if (!double.IsFinite(point.Value) || (point.Sum is { } sum && !double.IsFinite(sum)))
        {
            return PointReasons.NotANumber;
        }

        labels.Clear();
        foreach (var name in Identity)
        {
            if (point.Resource.Attributes.Find(name) is { } value)
            {
                labels.Label(name, value);
            }
        }

        foreach (var attribute in point.Attributes.All)
        {
            labels.Remove(attribute.Key);
            labels.Label(attribute.Key, attribute.Value.ToString());
        }

        return point.Attributes.Dropped > 0 ? $"A point has more than {OtlpLimits.Attributes} attributes." : labels.Refusal;
    }

    private static void Add(OtlpPoint point, PointBatch points)
    {
        var time = ClientTime.OfNanoseconds(point.TimeNanoseconds);
        var start = point.StartNanoseconds > 0 ? ClientTime.OfNanoseconds(point.StartNanoseconds) : (DateTimeOffset?)null;
        var kind = point.Metric.Temporality == OtlpTemporality.Delta ? SeriesKind.Delta : SeriesKind.Counter;
        switch (point.Metric.Kind)
        {
            case OtlpMetricKind.Gauge or OtlpMetricKind.Sum:
                var isCounter = point.Metric is { Kind: OtlpMetricKind.Sum, IsMonotonic: true };
                points.Add(
                    Of(point.Metric, "", isCounter ? "counter" : "gauge", isCounter ? kind : SeriesKind.Gauge), point.Resource.ServiceName, time, point.Value,
                    isCounter && kind == SeriesKind.Counter ? start : null);
                break;
            case OtlpMetricKind.Summary:
                AddTotals("summary", SeriesKind.Counter);
                foreach (var (quantile, value) in point.Quantiles.Where(one => double.IsFinite(one.Value)))
                {
                    points.Labels.Replace("quantile", Number(quantile));
                    points.Add(Of(point.Metric, "", "summary", SeriesKind.Gauge), point.Resource.ServiceName, time, value);
                }

                break;
            default:
                AddTotals("histogram", kind);
                var label = point.Metric.Kind == OtlpMetricKind.Histogram ? HistogramBuckets.UpTo : HistogramBuckets.Own;
                foreach (var (bound, count) in HistogramBuckets.Of(point))
                {
                    points.Labels.Replace(label, Number(bound));
                    points.Add(Of(point.Metric, "_bucket", "histogram", kind), point.Resource.ServiceName, time, count, kind == SeriesKind.Counter ? start : null);
                }

                break;
        }

        void AddTotals(string type, SeriesKind totals)
        {
            var began = totals == SeriesKind.Counter ? start : null;
            points.Add(Of(point.Metric, "_count", type, totals), point.Resource.ServiceName, time, point.Count, began);
            if (point.Sum is { } sum)
            {
                points.Add(Of(point.Metric, "_sum", type, totals), point.Resource.ServiceName, time, sum, began);
            }
        }
    }

    private static Metric Of(OtlpMetric metric, string suffix, string type, SeriesKind kind) =>
        new(JsonText.Clean(metric.Name) + suffix, JsonText.Clean(metric.Name), type, kind, JsonText.Clean(metric.Unit), JsonText.Clean(metric.Description));

    // As Prometheus writes them: 0.5, 1, +Inf.
    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
