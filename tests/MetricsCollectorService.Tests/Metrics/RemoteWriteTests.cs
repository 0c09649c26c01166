using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;
using Snappier;

namespace SreCopilot.MetricsCollectorService.Tests.Metrics;

/// <summary>Prometheus remote write 1.0.</summary>
public sealed class RemoteWriteTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Counters_of_several_targets_are_rates_over_restarts()
    {
        var project = server.NewProject();
        await WriteAsync(project, Enumerable.Range(0, 13).SelectMany(n => new[]
        {
            // 6 per 10 s, restarted at 10:01:00; 12 per 10 s.
            ("requests_total", "instance", "a", n < 6 ? 100 + (6.0 * n) : 6.0 * (n - 5), Start.AddSeconds(10 * n)),
            ("requests_total", "instance", "b", 12.0 * n, Start.AddSeconds(10 * n)),
        }));

        Assert.Equal("10:00:00=90 10:01:00=108 10:02:00=18", await MetricIngestTests.QueryAsync(project, "metric=requests_total&aggregation=increase&step=60"));
        Assert.Equal("10:00:00=1.5 10:01:00=1.8 10:02:00=0.3", await MetricIngestTests.QueryAsync(project, "metric=requests_total&aggregation=rate&step=60"));
        Assert.Equal("counter", (await project.Viewer.GetAsync("/metrics/names")).Ok().Joined("type"));
    }

    [Fact]
    public async Task Percentiles_of_classic_histograms()
    {
        var project = server.NewProject();
        await WriteAsync(project, new[] { (0, 0.0), (1, 1.0) }.SelectMany(step => new[]
        {
            ("latency_bucket", "le", "0.1", 50 * step.Item2, Start.AddSeconds(step.Item1 * 10)),
            ("latency_bucket", "le", "1", 90 * step.Item2, Start.AddSeconds(step.Item1 * 10)),
            ("latency_bucket", "le", "+Inf", 100 * step.Item2, Start.AddSeconds(step.Item1 * 10)),
        }));

        Assert.Equal("10:00:00=0.1", await MetricIngestTests.QueryAsync(project, "metric=latency&aggregation=p50&step=60"));
        Assert.Equal("10:00:00=0.6625", await MetricIngestTests.QueryAsync(project, "metric=latency&aggregation=p75&step=60"));
        Assert.Equal("10:00:00=1", await MetricIngestTests.QueryAsync(project, "metric=latency&aggregation=p99&step=60"));
        Assert.Equal("latency", (await project.Viewer.GetAsync("/metrics/names")).Ok().Joined("name"));
    }

    [Fact]
    public async Task The_same_bytes_again_are_stored_once_and_series_that_end_leave_no_point()
    {
        var project = server.NewProject();
        var body = Pack(Message([("up", "job", "x", 1, Start), ("up", "job", "x", BitConverter.Int64BitsToDouble(0x7ff0000000000002), Start.AddSeconds(10))]));

        foreach (var _ in Enumerable.Range(0, 3))
        {
            Assert.Equal(204, (await SendAsync(project, body)).Status);
        }

        Assert.Equal("10:00:00=1", await MetricIngestTests.QueryAsync(project, "metric=up&aggregation=count&step=60"));
        Assert.Equal("x", (await project.Viewer.GetAsync("/services/registry")).Ok().Joined("service_name"));
    }

    [Fact]
    public async Task What_never_will_be_stored_is_400_and_the_rest_is_stored()
    {
        var project = server.NewProject();
        var (status, detail) = await SendAsync(project, Pack(Message([("up", "job", "x", 1, Start), ("up", "job", "x", 1, Start.AddYears(-2)), ("", "job", "x", 1, Start), ("up", new string('l', 10_000), "x", 1, Start)])));

        Assert.Equal(400, status);
        Assert.Contains("older than", detail, StringComparison.Ordinal);
        Assert.Equal("10:00:00=1", await MetricIngestTests.QueryAsync(project, "metric=up&step=60"));
    }

    [Fact]
    public async Task Other_encodings_bombs_and_noise_are_refused()
    {
        var project = server.NewProject();
        var good = Pack(Message([("up", "job", "x", 1, Start)]));

        Assert.Equal(415, (await SendAsync(project, good, packing: "gzip")).Status);
        Assert.Equal(415, (await SendAsync(project, good, type: "application/json")).Status);
        Assert.Equal(415, (await SendAsync(project, good, type: "application/x-protobuf;proto=io.prometheus.write.v2.Request")).Status);
        Assert.Equal(413, (await SendAsync(project, Pack(new byte[20 * 1024 * 1024]))).Status);
        Assert.Equal(400, (await SendAsync(project, Pack(Encoding.UTF8.GetBytes("not protobuf at all, really")))).Status);
        Assert.Equal(400, (await SendAsync(project, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])).Status);
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var noise = good.ToArray();
            noise[random.Next(noise.Length)] = (byte)random.Next(256);
            Assert.True((await SendAsync(project, noise)).Status is 204 or 400 or 413, "noise");
        }
    }

    internal static async Task WriteAsync(TestProject project, IEnumerable<(string Name, string Label, string LabelValue, double Value, DateTimeOffset Time)> samples) =>
        Assert.Equal((204, ""), await SendAsync(project, Pack(Message(samples))));

    private static async Task<(int Status, string Body)> SendAsync(TestProject project, byte[] body, string packing = "snappy", string type = "application/x-protobuf")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        content.Headers.ContentEncoding.Add(packing);
        return await project.Key.SendRawAsync(HttpMethod.Post, "/prom/write", content);
    }

    private static byte[] Pack(byte[] message) => Snappy.CompressToArray(message);

    private static byte[] Message(IEnumerable<(string Name, string Label, string LabelValue, double Value, DateTimeOffset Time)> samples) =>
    [
        .. samples.SelectMany(sample => Field(1,
        [
            .. Field(1, [.. Text(1, "__name__"), .. Text(2, sample.Name)]),
            .. Field(1, [.. Text(1, sample.Label), .. Text(2, sample.LabelValue)]),
            .. Field(2, [0x09, .. Double(sample.Value), 0x10, .. Varint((ulong)sample.Time.ToUnixTimeMilliseconds())]),
        ])),
    ];

    private static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int field, byte[] content) => [(byte)((field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Double(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
