using System.Text;
using SreCopilot.TimeSeries;

namespace SreCopilot.Otlp.Tests;

/// <summary>What the JavaScript SDK sends is read the same from both encodings.</summary>
public sealed class PayloadTests
{
    public static TheoryData<string, OtlpEncoding> Encodings => new() { { "pb", OtlpEncoding.Protobuf }, { "json", OtlpEncoding.Json } };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Spans(string extension, OtlpEncoding encoding)
    {
        using var content = Open("traces", extension, encoding);
        var span = Assert.Single(content.ReadSpans());

        Assert.Equal(("checkout", "web-1", "shop", "0.1"), (span.Resource.ServiceName, span.Resource.Attributes.Find("host.name"), span.Scope.Name, span.Scope.Version));
        Assert.Equal(("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", ""), (span.TraceId, span.SpanId, span.ParentSpanId));
        Assert.Equal(("POST /pay", 2, 2, "card refused"), (span.Name, span.Kind, span.StatusCode, span.StatusMessage));
        Assert.Equal((1772360430123456789UL, 1772360430623456789UL), (span.StartNanoseconds, span.EndNanoseconds));
        Assert.Equal("""{"http.request.method":"POST","http.response.status_code":500,"ratio":0.5,"ok":false,"list":["a","b"]}""", Json(span.Attributes));
        Assert.Equal(500, span.Attributes.FindValue("http.response.status_code").Whole);
        var exception = Assert.Single(span.Events);
        Assert.Equal(("exception", 1772360430200000000UL, "TypeError"), (exception.Name, exception.TimeNanoseconds, exception.Attributes.Find("exception.type")));
        var link = Assert.Single(span.Links);
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "queue"), (link.TraceId, link.SpanId, link.Attributes.Find("why")));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Logs(string extension, OtlpEncoding encoding)
    {
        using var content = Open("logs", extension, encoding);
        var log = Assert.Single(content.ReadLogs());

        Assert.Equal((1772360430000005000UL, 1772360431000000000UL, 13, "WARN"), (log.TimeNanoseconds, log.ObservedNanoseconds, log.SeverityNumber, log.SeverityText));
        var body = System.Text.Json.JsonDocument.Parse(log.Body.ToString()).RootElement;
        Assert.Equal(("grüße 🙂", 3), (body.GetProperty("text").GetString(), body.GetProperty("n").GetInt32()));
        Assert.Equal(("checkout", "42", "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"), (log.Resource.ServiceName, log.Attributes.Find("user.id"), log.TraceId, log.SpanId));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 20, 30, TimeSpan.Zero).AddTicks(50), ClientTime.OfNanoseconds(log.TimeNanoseconds));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Metrics(string extension, OtlpEncoding encoding)
    {
        using var content = Open("metrics", extension, encoding);
        var points = content.ReadPoints().ToDictionary(point => point.Metric.Name);

        Assert.Equal(4, points.Count);
        Assert.All(points.Values, point => Assert.True(point.TimeNanoseconds > point.StartNanoseconds && point.StartNanoseconds > 0));
        var gauge = points["temperature"];
        Assert.Equal((OtlpMetricKind.Gauge, "Cel", 21.5, "a"), (gauge.Metric.Kind, gauge.Metric.Unit, gauge.Value, gauge.Attributes.Find("room")));
        var sum = points["orders"];
        Assert.Equal((OtlpMetricKind.Sum, OtlpTemporality.Cumulative, true, 7.0, "Orders."), (sum.Metric.Kind, sum.Metric.Temporality, sum.Metric.IsMonotonic, sum.Value, sum.Metric.Description));
        var histogram = points["latency"];
        Assert.Equal((OtlpMetricKind.Histogram, 1UL, 0.05, 0.05, 0.05), (histogram.Metric.Kind, histogram.Count, histogram.Sum, histogram.Min, histogram.Max));
        Assert.Equal([0.1, 1], histogram.Bounds);
        Assert.Equal([1UL, 0, 0], histogram.BucketCounts);
        var exponential = points["sizes"];
        Assert.Equal((OtlpMetricKind.ExponentialHistogram, 20, 6966588, 1UL, 100.0), (exponential.Metric.Kind, exponential.Scale, exponential.Positive.Offset, exponential.Count, exponential.Sum));
        Assert.Equal([1UL], exponential.Positive.Counts);
    }

    private static OtlpContent Open(string signal, string extension, OtlpEncoding encoding) =>
        new(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Payloads", $"{signal}.{extension}")), encoding);

    private static string Json(OtlpAttributes attributes)
    {
        using var json = new JsonText();
        attributes.WriteTo(json);
        return Encoding.UTF8.GetString(json.Written);
    }
}
