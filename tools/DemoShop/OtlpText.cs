using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace SreCopilot.DemoShop;

/// <summary>The JSON of OTLP/HTTP.</summary>
internal static class OtlpText
{
    /// <summary><c>{"resourceSpans":[{"resource":{...},"scopeSpans":[{"spans":[...]}]}]}</c>, one resource per service; the same for logs and metrics.</summary>
    public static ReadOnlyMemory<byte> Write<T>(string resources, string scopes, string items, IEnumerable<IGrouping<string, T>> services, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray(resources);
            foreach (var service in services)
            {
                json.WriteStartObject();
                json.WriteStartObject("resource");
                WriteAttributes(json, [("service.name", service.Key)]);
                json.WriteEndObject();
                json.WriteStartArray(scopes);
                json.WriteStartObject();
                json.WriteStartArray(items);
                foreach (var item in service)
                {
                    write(json, item);
                }

                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static void WriteAttributes(Utf8JsonWriter json, IEnumerable<(string Name, string Value)> attributes)
    {
        json.WriteStartArray("attributes");
        foreach (var (name, value) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key", name);
            json.WriteStartObject("value");
            json.WriteString("stringValue", value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>One object of the platform's own ingest.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> write)
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

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Nanoseconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() * 1_000_000L).ToString(CultureInfo.InvariantCulture);
}
