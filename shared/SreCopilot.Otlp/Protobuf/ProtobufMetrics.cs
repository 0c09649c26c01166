using static SreCopilot.Otlp.ProtobufValues;

namespace SreCopilot.Otlp;

/// <summary>Field numbers: opentelemetry/proto/metrics/v1/metrics.proto, release 1.9.</summary>
internal static class ProtobufMetrics
{
    public static IEnumerable<OtlpPoint> Read(ReadOnlyMemory<byte> body)
    {
        var budget = new Budget();
        foreach (var resourceMetrics in Messages(body, 1))
        {
            var resource = Resource(First(resourceMetrics, 1).Span, budget);
            foreach (var scopeMetrics in Messages(resourceMetrics, 2))
            {
                var scope = Scope(First(scopeMetrics, 1).Span);
                foreach (var message in Messages(scopeMetrics, 2))
                {
                    var (metric, data) = ReadMetric(message);
                    foreach (var point in Messages(data, 1))
                    {
                        yield return ProtobufPoints.Read(point.Span, new OtlpPoint(resource, scope, metric), budget);
                    }
                }
            }
        }
    }

    private static (OtlpMetric Metric, ReadOnlyMemory<byte> Data) ReadMetric(ReadOnlyMemory<byte> message)
    {
        var (name, description, unit, kind, data) = ("", "", "", OtlpMetricKind.Gauge, ReadOnlyMemory<byte>.Empty);
        var reader = new ProtoReader(message.Span);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    // One more, so that a name that is too long is seen to be.
                    name = reader.Text(OtlpLimits.Name + 1);
                    break;
                case 2:
                    description = reader.Text(1024);
                    break;
                case 3:
                    unit = reader.Text(63);
                    break;
                case 5 or 7 or 9 or 10 or 11:
                    kind = reader.Field switch
                    {
                        5 => OtlpMetricKind.Gauge,
                        7 => OtlpMetricKind.Sum,
                        9 => OtlpMetricKind.Histogram,
                        10 => OtlpMetricKind.ExponentialHistogram,
                        _ => OtlpMetricKind.Summary,
                    };
                    var length = reader.Bytes().Length;
                    data = message.Slice(reader.Position - length, length);
                    break;
            }
        }

        var (temporality, isMonotonic) = ReadAggregation(data.Span, kind);
        return (new OtlpMetric(name, unit, description, kind, temporality, isMonotonic), data);
    }

    private static (OtlpTemporality Temporality, bool IsMonotonic) ReadAggregation(ReadOnlySpan<byte> data, OtlpMetricKind kind)
    {
        var (temporality, isMonotonic) = (OtlpTemporality.Unspecified, false);
        if (kind is OtlpMetricKind.Gauge or OtlpMetricKind.Summary)
        {
            return (temporality, isMonotonic);
        }

        var reader = new ProtoReader(data);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    temporality = reader.Number() switch { 1 => OtlpTemporality.Delta, 2 => OtlpTemporality.Cumulative, _ => OtlpTemporality.Unspecified };
                    break;
                case 3 when kind == OtlpMetricKind.Sum:
                    isMonotonic = reader.Boolean();
                    break;
            }
        }

        return (temporality, isMonotonic);
    }
}
