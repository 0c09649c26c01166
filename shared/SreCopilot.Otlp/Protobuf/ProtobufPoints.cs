using static SreCopilot.Otlp.ProtobufValues;

namespace SreCopilot.Otlp;

/// <summary>The points of the five kinds; the same field has another number in each.</summary>
internal static class ProtobufPoints
{
    private const uint NoRecordedValue = 1;

    public static OtlpPoint Read(ReadOnlySpan<byte> message, OtlpPoint point, Budget budget)
    {
        budget.Item();
        var attributes = new AttributeList();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    point.StartNanoseconds = reader.Fixed64();
                    break;
                case 3:
                    point.TimeNanoseconds = reader.Fixed64();
                    break;
                case var field when field == AttributesField(point.Metric.Kind):
                    attributes.Add(Attribute(reader.Bytes(), budget, 0));
                    break;
                case var field when field == FlagsField(point.Metric.Kind):
                    point.HasNoValue = ((uint)reader.Natural() & NoRecordedValue) != 0;
                    break;
                default:
                    ReadValue(ref reader, point, budget);
                    break;
            }
        }

        point.Attributes = attributes.Build();
        return point;
    }

    private static int AttributesField(OtlpMetricKind kind) => kind switch
    {
        OtlpMetricKind.Histogram => 9,
        OtlpMetricKind.ExponentialHistogram => 1,
        _ => 7,
    };

    private static int FlagsField(OtlpMetricKind kind) => kind is OtlpMetricKind.Histogram or OtlpMetricKind.ExponentialHistogram ? 10 : 8;

    private static void ReadValue(ref ProtoReader reader, OtlpPoint point, Budget budget)
    {
        switch (point.Metric.Kind, reader.Field)
        {
            case (OtlpMetricKind.Gauge or OtlpMetricKind.Sum, 4):
                point.Value = reader.Real();
                break;
            case (OtlpMetricKind.Gauge or OtlpMetricKind.Sum, 6):
                point.Value = (long)reader.Fixed64();
                break;
            case (OtlpMetricKind.Gauge or OtlpMetricKind.Sum, _):
                break;
            case (_, 4):
                point.Count = reader.Fixed64();
                break;
            case (_, 5):
                point.Sum = reader.Real();
                break;
            case (OtlpMetricKind.Histogram, _):
                ReadHistogram(ref reader, point);
                break;
            case (OtlpMetricKind.ExponentialHistogram, _):
                ReadExponential(ref reader, point);
                break;
            case (OtlpMetricKind.Summary, 6) when point.Quantiles.Count < OtlpLimits.Buckets:
                budget.Value(0);
                point.Quantiles = [.. point.Quantiles, ReadQuantile(reader.Bytes())];
                break;
        }
    }

    private static void ReadHistogram(ref ProtoReader reader, OtlpPoint point)
    {
        switch (reader.Field)
        {
            case 6:
                var counts = point.BucketCounts;
                reader.Repeated(ref counts, isFixed: true, OtlpLimits.Buckets);
                point.BucketCounts = counts;
                break;
            case 7:
                var bounds = Array.ConvertAll(point.Bounds, BitConverter.DoubleToUInt64Bits);
                reader.Repeated(ref bounds, isFixed: true, OtlpLimits.Buckets);
                point.Bounds = Array.ConvertAll(bounds, BitConverter.UInt64BitsToDouble);
                break;
            case 11:
                point.Min = reader.Real();
                break;
            case 12:
                point.Max = reader.Real();
                break;
        }
    }

    private static void ReadExponential(ref ProtoReader reader, OtlpPoint point)
    {
        switch (reader.Field)
        {
            case 6:
                point.Scale = reader.ZigZag32();
                break;
            case 7:
                point.ZeroCount = reader.Fixed64();
                break;
            case 8:
                point.Positive = ReadBuckets(reader.Bytes());
                break;
            case 9:
                point.Negative = ReadBuckets(reader.Bytes());
                break;
            case 12:
                point.Min = reader.Real();
                break;
            case 13:
                point.Max = reader.Real();
                break;
        }
    }

    private static OtlpBuckets ReadBuckets(ReadOnlySpan<byte> message)
    {
        var (offset, counts) = (0, Array.Empty<ulong>());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    offset = reader.ZigZag32();
                    break;
                case 2:
                    reader.Repeated(ref counts, isFixed: false, OtlpLimits.Buckets);
                    break;
            }
        }

        return new OtlpBuckets(offset, counts);
    }

    private static (double Quantile, double Value) ReadQuantile(ReadOnlySpan<byte> message)
    {
        var (quantile, value) = (0.0, 0.0);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    quantile = reader.Real();
                    break;
                case 2:
                    value = reader.Real();
                    break;
            }
        }

        return (quantile, value);
    }
}
