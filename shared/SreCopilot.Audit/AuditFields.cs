using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text.Json;
using SreCopilot.Secrets;

namespace SreCopilot.Audit;

/// <summary>Named values of an audit entry: <c>new AuditFields { { "state", "open" }, { "version", 3 } }</c>. A value whose name says
/// that it is a secret is replaced by <c>***</c>, long texts are cut.</summary>
public sealed class AuditFields : IEnumerable<KeyValuePair<string, object?>>
{
    private const int TextLength = 2000;
    private const int ListLength = 100;

    private readonly List<KeyValuePair<string, object?>> _fields = [];

    /// <summary>Adds a text.</summary>
    public void Add(string name, string? value) => Put(name, value is null ? null : AuditText.Clean(value, TextLength));

    /// <summary>Adds a truth value.</summary>
    public void Add(string name, bool? value) => Put(name, value);

    /// <summary>Adds a number.</summary>
    public void Add(string name, long? value) => Put(name, value);

    /// <summary>Adds an id.</summary>
    public void Add(string name, Guid? value) => Put(name, value?.ToString());

    /// <summary>Adds a moment.</summary>
    public void Add(string name, DateTimeOffset? value) => Put(name, value?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));

    /// <summary>Adds a list of texts.</summary>
    public void Add(string name, IEnumerable<string>? value) => Put(name, value?.Take(ListLength).Select(text => AuditText.Clean(text, TextLength)).ToArray());

    /// <summary>Adds what another one has.</summary>
    internal void AddRaw(string name, object? value) => Put(name, value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As a JSON object; null for nothing.</summary>
    internal static JsonElement? ToJson(AuditFields? fields, int maximum) =>
        fields is null ? null : Write(json => WriteFields(json, fields), maximum);

    /// <summary><c>{"before":{"state":"open"},"after":{"state":"closed"}}</c>, of two only what differs; null for nothing.</summary>
    internal static JsonElement? ToChanges(AuditFields? before, AuditFields? after, int maximum)
    {
        if (before is null && after is null)
        {
            return null;
        }

        return Write(json =>
        {
            json.WriteStartObject();
            WriteSide(json, "before", before, after);
            WriteSide(json, "after", after, before);
            json.WriteEndObject();
        }, maximum);
    }

    private static void WriteSide(Utf8JsonWriter json, string name, AuditFields? fields, AuditFields? other)
    {
        json.WritePropertyName(name);
        if (fields is null)
        {
            json.WriteNullValue();
            return;
        }

        WriteFields(json, other is null ? fields : fields.Where(field => !other._fields.Any(same => same.Key == field.Key && AreEqual(same.Value, field.Value))));
    }

    private static JsonElement Write(Action<Utf8JsonWriter> write, int maximum)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        var text = buffer.WrittenCount <= maximum ? buffer.WrittenMemory : """{"truncated":true}"""u8.ToArray();
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static void WriteFields(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        json.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case string[] list:
                json.WriteStartArray();
                Array.ForEach(list, json.WriteStringValue);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }

    private static bool AreEqual(object? one, object? two) => one is string[] list && two is string[] other ? list.SequenceEqual(other) : Equals(one, two);

    private void Put(string name, object? value) => _fields.Add(KeyValuePair.Create(name, value is not null && SecretNames.IsSecret(name) ? SecretMask.Text : value));
}
