using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace SreCopilot.DemoShop;

/// <summary>
/// All that the shop sends in some hours: traces, log lines, memory of its processes, samples of its two hosts and its deployments. The same options
/// give the same bytes.
/// </summary>
public static class Shop
{
    private const int MinutesPerRequest = 10;
    private const double Mebibyte = 1024 * 1024;

    /// <summary>The services, from the outside to the inside.</summary>
    public static IReadOnlyList<string> Services { get; } = ["storefront", "catalog", "cart", "checkout", "payments"];

    /// <summary>Everything, in the order in which it is sent.</summary>
    /// <param name="options">What to make up.</param>
    /// <returns>Requests; each may be repeated.</returns>
    public static IEnumerable<ShopRequest> Send(ShopOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var random = new Random(options.Seed);
        var visits = new Visits(options, random);
        var end = new DateTimeOffset(options.Now.Ticks - (options.Now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        foreach (var deployment in Deployments(options, end))
        {
            yield return deployment;
        }

        for (var minute = -options.Minutes; minute <= 0; minute += MinutesPerRequest)
        {
            var minutes = Enumerable.Range(minute, Math.Min(MinutesPerRequest, 1 - minute)).ToList();
            var (traces, lines) = (new List<(string Trace, DateTimeOffset Minute, Span Span)>(), new List<(DateTimeOffset Minute, ShopLine Line)>());
            foreach (var one in minutes)
            {
                Visit(options, visits, random, end.AddMinutes(one), one, traces, lines);
            }

            if (traces.Count > 0)
            {
                yield return ShopRequest.Otlp("traces", OtlpText.Write(
                    "resourceSpans", "scopeSpans", "spans", traces.GroupBy(one => one.Span.Service), (json, one) => one.Span.WriteTo(json, one.Trace, one.Minute)));
                yield return ShopRequest.Otlp("logs", OtlpText.Write("resourceLogs", "scopeLogs", "logRecords", lines.GroupBy(one => one.Line.Service), WriteLine));
            }

            yield return Memory(options, random, [.. minutes.Select(one => (one, end.AddMinutes(one))).Where(one => one.Item2 <= options.Now)]);
        }

        foreach (var sample in HostSamples(options, random, end))
        {
            yield return sample;
        }
    }

    private static void Visit(
        ShopOptions options, Visits visits, Random random, DateTimeOffset minute, int place, List<(string, DateTimeOffset, Span)> traces, List<(DateTimeOffset, ShopLine)> lines)
    {
        var faulty = place > -options.FaultMinutes;
        var count = options.RequestsPerMinute * (faulty && options.Fault == Fault.TrafficSpike ? 8 : 1);
        for (var number = 0; number < count; number++)
        {
            var start = 60_000.0 * number / count;
            if (minute.AddMilliseconds(start + 5000) > options.Now)
            {
                break;
            }

            var trace = $"{random.NextInt64():x16}{random.NextInt64(1, long.MaxValue):x16}";
            traces.AddRange(visits.Make(number, start, faulty, place > -3 && options.Fault == Fault.MemoryLeak).Select(span => (trace, minute, span)));
            lines.Add((minute, new ShopLine("storefront", "INFO", $"Request {number} served", start)));
            lines.AddRange(visits.TakeLines().Select(line => (minute, line)));
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

    private static ShopRequest Memory(ShopOptions options, Random random, IReadOnlyList<(int Place, DateTimeOffset Time)> minutes) => ShopRequest.Otlp("metrics", OtlpText.Write(
        "resourceMetrics", "scopeMetrics", "metrics", Services.GroupBy(service => service), (json, service) =>
        {
            json.WriteStartObject();
            json.WriteString("name", "process.memory.usage");
            json.WriteString("unit", "By");
            json.WriteStartObject("gauge");
            json.WriteStartArray("dataPoints");
            foreach (var (place, time) in minutes)
            {
                // The leak began an hour ago and takes twelve MiB a minute.
                var leaked = options.Fault == Fault.MemoryLeak && service == "cart" ? 12 * Math.Max(0, place + 60) : 0;
                json.WriteStartObject();
                json.WriteString("timeUnixNano", OtlpText.Nanoseconds(time));
                json.WriteNumber("asDouble", Math.Round((180 + leaked + (10 * random.NextDouble())) * Mebibyte));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }));

    private static IEnumerable<ShopRequest> HostSamples(ShopOptions options, Random random, DateTimeOffset end)
    {
        for (var place = -options.Minutes; place <= 0; place += place < -20 ? 5 : 1)
        {
            var full = options.Fault == Fault.TrafficSpike && place > -options.FaultMinutes;
            yield return HostSample("shop-web-1", ["storefront"], end.AddMinutes(place), full ? 97 : 30 + (5 * random.NextDouble()));
            yield return HostSample("shop-core-1", ["catalog", "cart", "checkout", "payments"], end.AddMinutes(place), 35 + (5 * random.NextDouble()));
        }
    }

    private static ShopRequest HostSample(string host, string[] containers, DateTimeOffset time, double cpu) => new(
        "/infrastructure/ingest", "/api/v1/ingest/infrastructure", "ingest:infrastructure", Json(json =>
        {
            json.WriteString("hostname", host);
            json.WriteString("timestamp", Text(time));
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

    // Two that are innocent, and the one that is not.
    private static IEnumerable<ShopRequest> Deployments(ShopOptions options, DateTimeOffset end)
    {
        yield return Deployment("catalog", "1.8.2", end.AddMinutes(-100));
        yield return Deployment("payments", "3.0.1", end.AddMinutes(-190));
        if (options.Fault == Fault.BadDeployment)
        {
            yield return Deployment("checkout", "2.4.0", end.AddMinutes(-options.FaultMinutes));
        }
    }

    private static ShopRequest Deployment(string service, string version, DateTimeOffset time) => new("/deployments", "/api/v1/deployments", "", Json(json =>
    {
        json.WriteString("service", service);
        json.WriteString("version", version);
        json.WriteString("deployed_by", "pipeline");
        json.WriteString("timestamp", Text(time));
        json.WriteString("external_id", $"{service}-{version}");
    }));

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
