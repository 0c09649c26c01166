using System.Text.Json;

namespace SreCopilot.DemoShop;

/// <summary>Makes up what the shop's programs send about stretches of time: traces, log lines, memory, samples of its two hosts.</summary>
internal sealed class Telemetry(Random random, int requestsPerMinute, Func<DateTimeOffset, Trouble> troubleAt)
{
    private const double Mebibyte = 1024 * 1024;
    private const int Crowd = 8;

    private readonly Visits _visits = new(random);

    /// <summary>Traces, log lines and memory of a stretch.</summary>
    public IEnumerable<ShopRequest> Signals(DateTimeOffset from, DateTimeOffset to)
    {
        var (traces, lines) = (new List<(string Trace, DateTimeOffset Minute, Span Span)>(), new List<(DateTimeOffset Minute, ShopLine Line)>());
        foreach (var minute in MinutesOf(from, to))
        {
            Visit(minute, from, to, traces, lines);
        }

        if (traces.Count > 0)
        {
            yield return ShopRequest.Otlp("traces", OtlpText.Write(
                "resourceSpans", "scopeSpans", "spans", traces.GroupBy(one => one.Span.Service), (json, one) => one.Span.WriteTo(json, one.Trace, one.Minute)));
            yield return ShopRequest.Otlp("logs", OtlpText.Write("resourceLogs", "scopeLogs", "logRecords", lines.GroupBy(one => one.Line.Service), WriteLine));
        }

        List<DateTimeOffset> marks = [.. MinutesOf(from, to).Where(minute => minute >= from)];
        if (marks.Count > 0)
        {
            yield return Memory(marks);
        }
    }

    /// <summary>Samples of the hosts at a moment.</summary>
    public IEnumerable<ShopRequest> Hosts(DateTimeOffset time)
    {
        var full = troubleAt(time).Fault == Fault.TrafficSpike;
        yield return Host("shop-web-1", ["storefront"], time, full ? 97 : 30 + (5 * random.NextDouble()));
        yield return Host("shop-core-1", ["catalog", "cart", "checkout", "payments"], time, 35 + (5 * random.NextDouble()));
    }

    /// <summary>The begin of every minute that has a part in a stretch.</summary>
    public static IEnumerable<DateTimeOffset> MinutesOf(DateTimeOffset from, DateTimeOffset to)
    {
        for (var minute = Floor(from); minute < to; minute = minute.AddMinutes(1))
        {
            yield return minute;
        }
    }

    public static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private void Visit(
        DateTimeOffset minute, DateTimeOffset from, DateTimeOffset to, List<(string, DateTimeOffset, Span)> traces, List<(DateTimeOffset, ShopLine)> lines)
    {
        var trouble = troubleAt(minute);
        var count = requestsPerMinute * (trouble.Fault == Fault.TrafficSpike ? Crowd : 1);
        for (var number = 0; number < count; number++)
        {
            var start = 60_000.0 * number / count;
            var time = minute.AddMilliseconds(start);
            if (time < from || time >= to)
            {
                continue;
            }

            var trace = $"{random.NextInt64():x16}{random.NextInt64(1, long.MaxValue):x16}";
            traces.AddRange(_visits.Make(number, start, trouble).Select(span => (trace, minute, span)));
            lines.Add((minute, new ShopLine("storefront", "INFO", $"Request {number} served", start)));
            lines.AddRange(_visits.TakeLines().Select(line => (minute, line)));
        }
    }

    private static void WriteLine(Utf8JsonWriter json, (DateTimeOffset Minute, ShopLine Line) one)
    {
        json.WriteStartObject();
        json.WriteString("timeUnixNano", OtlpText.Nanoseconds(one.Minute.AddMilliseconds(one.Line.At)));
        json.WriteNumber("severityNumber", one.Line.Level == "ERROR" ? 17 : 9);
        json.WriteString("severityText", one.Line.Level);
        json.WriteStartObject("body");
        json.WriteString("stringValue", one.Line.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private ShopRequest Memory(List<DateTimeOffset> times) => ShopRequest.Otlp("metrics", OtlpText.Write(
        "resourceMetrics", "scopeMetrics", "metrics", Shop.Services.GroupBy(service => service), (json, service) =>
        {
            json.WriteStartObject();
            json.WriteString("name", "process.memory.usage");
            json.WriteString("unit", "By");
            json.WriteStartObject("gauge");
            json.WriteStartArray("dataPoints");
            foreach (var time in times)
            {
                var leaked = service == "cart" ? troubleAt(time).LeakedMebibytes : 0;
                json.WriteStartObject();
                json.WriteString("timeUnixNano", OtlpText.Nanoseconds(time));
                json.WriteNumber("asDouble", Math.Round((180 + leaked + (10 * random.NextDouble())) * Mebibyte));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }));

    private static ShopRequest Host(string host, string[] containers, DateTimeOffset time, double cpu) => new(
        "/infrastructure/ingest", "/api/v1/ingest/infrastructure", "ingest:infrastructure", OtlpText.Object(json =>
        {
            json.WriteString("hostname", host);
            json.WriteString("timestamp", OtlpText.Iso(time));
            json.WriteNumber("cpu_percent", Math.Round(cpu, 1));
            json.WriteNumber("memory_percent", 55);
            json.WriteStartArray("containers");
            foreach (var container in containers)
            {
                json.WriteStartObject();
                json.WriteString("id", container);
                json.WriteString("name", container);
                json.WriteString("state", "running");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
}
