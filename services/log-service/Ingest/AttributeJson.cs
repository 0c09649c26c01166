using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary>Makes attributes a JSON object that <c>jsonb</c> takes, whatever a client put into them. One per request.</summary>
internal sealed class AttributeJson : IDisposable
{
    // The longest number that is kept digit by digit; PostgreSQL's limits are far beyond it.
    private const int LongestNumber = 40;

    public static readonly byte[] None = "{}"u8.ToArray();

    private readonly JsonText _json = new();

    /// <summary>The attributes of an entry, and its level if that is a word that nobody knows.</summary>
    /// <param name="attributes">An object, or nothing.</param>
    /// <param name="unknownLevel">The word; null when there is none.</param>
    /// <param name="body">What the attributes were read from: where they can stay as they are, the answer is a part of it.</param>
    public ReadOnlyMemory<byte> Write(JsonElement attributes, string? unknownLevel, ReadOnlyMemory<byte> body)
    {
        var isGiven = attributes.ValueKind == JsonValueKind.Object;
        if (unknownLevel is null && (!isGiven || !attributes.EnumerateObject().MoveNext()))
        {
            return None;
        }

        if (unknownLevel is null && IsHarmless(attributes) && JsonMarshal.GetRawUtf8Value(attributes) is var raw && body.Span.Overlaps(raw, out var start))
        {
            return body.Slice(start, raw.Length);
        }

        _json.Clear();
        _json.Writer.WriteStartObject();
        if (unknownLevel is not null)
        {
            _json.Name("level");
            _json.Value(unknownLevel);
        }

        if (isGiven)
        {
            foreach (var property in attributes.EnumerateObject())
            {
                _json.Name(property.Name);
                Write(_json, property.Value);
            }
        }

        _json.Writer.WriteEndObject();
        return _json.Written.ToArray();
    }

    public void Dispose() => _json.Dispose();

    // Flat, without escapes, of valid UTF-8, and with numbers that are some.
    private static bool IsHarmless(JsonElement attributes)
    {
        var raw = JsonMarshal.GetRawUtf8Value(attributes);
        if (raw.Contains((byte)'\\') || !Utf8.IsValid(raw))
        {
            return false;
        }

        foreach (var property in attributes.EnumerateObject())
        {
            var isHarmless = property.Value.ValueKind switch
            {
                JsonValueKind.Object or JsonValueKind.Array => false,
                JsonValueKind.Number => property.Value.TryGetInt64(out _),
                _ => true,
            };
            if (!isHarmless)
            {
                return false;
            }
        }

        return true;
    }

    private static void Write(JsonText json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.Writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    json.Name(property.Name);
                    Write(json, property.Value);
                }

                json.Writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.Writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.Writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.Value(value.GetString());
                break;
            case JsonValueKind.Number:
                WriteNumber(json, value);
                break;
            default:
                value.WriteTo(json.Writer);
                break;
        }
    }

    // 1e999999 is JSON but no number that a database or a browser could hold.
    private static void WriteNumber(JsonText json, JsonElement value)
    {
        if (value.TryGetInt64(out var integer))
        {
            json.Writer.WriteNumberValue(integer);
        }
        else if (value.TryGetDouble(out var number) && double.IsFinite(number) && value.GetRawText() is { Length: <= LongestNumber } text)
        {
            json.Writer.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            var raw = value.GetRawText();
            json.Value(raw[..Math.Min(raw.Length, LongestNumber)]);
        }
    }
}
