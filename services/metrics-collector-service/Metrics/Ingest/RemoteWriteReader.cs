using SreCopilot.Otlp;

namespace SreCopilot.MetricsCollectorService.Metrics.Ingest;

/// <summary>A series of a remote-write request.</summary>
internal sealed record RemoteSeries(List<(string Name, string Value)> Labels, List<(double Value, long Milliseconds)> Samples);

/// <summary>
/// Reads <c>prometheus.WriteRequest</c> (version 1): timeseries = 1 { labels = 1 { name = 1, value = 2 }, samples = 2 { value = 1 (double),
/// timestamp = 2 (int64, milliseconds) } }. Exemplars, native histograms and metadata are skipped.
/// </summary>
internal static class RemoteWriteReader
{
    public static List<RemoteSeries> Read(ReadOnlySpan<byte> message)
    {
        var all = new List<RemoteSeries>();
        var values = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                all.Add(ReadSeries(reader.Bytes(), ref values));
            }
        }

        return all;
    }

    private static RemoteSeries ReadSeries(ReadOnlySpan<byte> message, ref int values)
    {
        var series = new RemoteSeries([], []);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (++values > OtlpLimits.Values)
            {
                throw new OtlpFormatException($"The request has more than {OtlpLimits.Values} values. Lower max_samples_per_send.");
            }

            switch (reader.Field)
            {
                case 1:
                    series.Labels.Add(ReadLabel(reader.Bytes()));
                    break;
                case 2:
                    series.Samples.Add(ReadSample(reader.Bytes()));
                    break;
            }
        }

        return series;
    }

    private static (string Name, string Value) ReadLabel(ReadOnlySpan<byte> message)
    {
        var (name, value) = ("", "");
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    // One more than is allowed, so that one that is too long is seen to be.
                    name = reader.Text(Catalog.SeriesBuilder.NameLength + 1);
                    break;
                case 2:
                    value = reader.Text(Catalog.SeriesBuilder.ValueLength + 1);
                    break;
            }
        }

        return (name, value);
    }

    private static (double Value, long Milliseconds) ReadSample(ReadOnlySpan<byte> message)
    {
        var (value, time) = (0.0, 0L);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    value = reader.Real();
                    break;
                case 2:
                    time = reader.Whole();
                    break;
            }
        }

        return (value, time);
    }
}
