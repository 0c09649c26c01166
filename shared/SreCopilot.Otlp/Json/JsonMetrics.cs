using System.Text.Json;
using static SreCopilot.Otlp.JsonValues;

namespace SreCopilot.Otlp;

/// <summary>Reads metrics from JSON.</summary>
internal static class JsonMetrics
{
    private static readonly (string Field, OtlpMetricKind Kind)[] Kinds =
    [
        ("gauge", OtlpMetricKind.Gauge), ("sum", OtlpMetricKind.Sum), ("histogram", OtlpMetricKind.Histogram),
        ("exponentialHistogram", OtlpMetricKind.ExponentialHistogram), ("summary", OtlpMetricKind.Summary),
    ];

    public static IEnumerable<OtlpPoint> Read(JsonElement body)
    {
        var budget = new Budget();
        foreach (var resourceMetrics in body.Each("resourceMetrics"))
        {
            var resource = Resource(resourceMetrics, budget);
            foreach (var scopeMetrics in resourceMetrics.Each("scopeMetrics"))
            {
                var scope = Scope(scopeMetrics);
                foreach (var json in scopeMetrics.Each("metrics"))
                {
                    foreach (var (field, kind) in Kinds)
                    {
                        if (json.Find(field) is not { } data)
                        {
                            continue;
                        }

                        var metric = new OtlpMetric(
                            json.Text("name", OtlpLimits.Name + 1), json.Text("unit", 63), json.Text("description", 1024), kind, Temporality(data), data.Boolean("isMonotonic"));
                        foreach (var point in data.Each("dataPoints"))
                        {
                            budget.Item();
                            yield return ReadPoint(point, new OtlpPoint(resource, scope, metric), budget);
                        }
                    }
                }
            }
        }
    }

    private static OtlpTemporality Temporality(JsonElement data) => data.Int32("aggregationTemporality") switch
    {
        1 => OtlpTemporality.Delta,
        2 => OtlpTemporality.Cumulative,
        _ => OtlpTemporality.Unspecified,
    };

    private static OtlpPoint ReadPoint(JsonElement json, OtlpPoint point, Budget budget)
    {
        point.Attributes = Attributes(json, budget);
        point.StartNanoseconds = json.UInt64("startTimeUnixNano");
        point.TimeNanoseconds = json.UInt64("timeUnixNano");
        point.HasNoValue = (json.Int64("flags") & 1) != 0;
        if (point.Metric.Kind is OtlpMetricKind.Gauge or OtlpMetricKind.Sum)
        {
            point.Value = json.Float64("asDouble") ?? json.Int64("asInt");
            return point;
        }

        point.Count = json.UInt64("count");
        point.Sum = json.Float64("sum");
        point.Min = json.Float64("min");
        point.Max = json.Float64("max");
        point.Bounds = json.Numbers("explicitBounds", JsonFields.Float64Of);
        point.Quantiles = [.. json.Each("quantileValues").Take(OtlpLimits.Buckets).Select(item => (item.Float64("quantile") ?? 0, item.Float64("value") ?? 0))];
        if (point.Metric.Kind == OtlpMetricKind.Histogram)
        {
            point.BucketCounts = json.Numbers("bucketCounts", Count);
        }
        else if (point.Metric.Kind == OtlpMetricKind.ExponentialHistogram)
        {
            point.Scale = json.Int32("scale");
            point.ZeroCount = json.UInt64("zeroCount");
            point.Positive = Buckets(json.Find("positive"));
            point.Negative = Buckets(json.Find("negative"));
        }

        return point;
    }

    private static OtlpBuckets Buckets(JsonElement? json) =>
        json is { } buckets ? new OtlpBuckets(buckets.Int32("offset"), buckets.Numbers("bucketCounts", Count)) : new OtlpBuckets(0, []);

    private static ulong Count(JsonElement json, string name) => JsonFields.Int64Of(json, name) is >= 0 and var count ? (ulong)count : throw JsonFields.Malformed(name);
}
