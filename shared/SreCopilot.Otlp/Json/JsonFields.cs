using System.Globalization;
using System.Text.Json;

namespace SreCopilot.Otlp;

/// <summary>Fields of OTLP's JSON: lowerCamelCase; 64-bit numbers as texts or numbers; ids in hexadecimal; unknown fields ignored; null like absent.</summary>
internal static class JsonFields
{
    public static JsonElement? Find(this JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Malformed(name);
        }

        return json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public static IEnumerable<JsonElement> Each(this JsonElement json, string name) => json.Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw Malformed(name),
    };

    public static string Text(this JsonElement json, string name, int most) => json.Find(name) is { } value ? TextOf(value, name, most) : "";

    public static string TextOf(JsonElement value, string name, int most)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Malformed(name);
        return text.Length <= most ? text : text[..most];
    }

    public static ulong UInt64(this JsonElement json, string name) => json.Find(name) switch
    {
        null => 0,
        { ValueKind: JsonValueKind.Number } value when value.TryGetUInt64(out var number) => number,
        { ValueKind: JsonValueKind.String } value when ulong.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Malformed(name),
    };

    public static long Int64(this JsonElement json, string name) => json.Find(name) is { } value ? Int64Of(value, name) : 0;

    public static long Int64Of(JsonElement value, string name) => value switch
    {
        { ValueKind: JsonValueKind.Number } when value.TryGetInt64(out var number) => number,
        { ValueKind: JsonValueKind.String } when long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Malformed(name),
    };

    public static int Int32(this JsonElement json, string name) => json.Int64(name) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw Malformed(name);

    public static double? Float64(this JsonElement json, string name) => json.Find(name) is { } value ? Float64Of(value, name) : null;

    /// <summary>A number, also as text: protobuf's JSON has "NaN" and "Infinity".</summary>
    public static double Float64Of(JsonElement value, string name) => value switch
    {
        { ValueKind: JsonValueKind.Number } when value.TryGetDouble(out var number) => number,
        { ValueKind: JsonValueKind.String } when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Malformed(name),
    };

    public static bool Boolean(this JsonElement json, string name) => json.Find(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Malformed(name),
    };

    /// <summary>An id of so many digits in lower case; empty when it is absent, zero or malformed.</summary>
    public static string Id(this JsonElement json, string name, int digits)
    {
        var id = json.Text(name, 100);
        return id.Length == digits && id.All(char.IsAsciiHexDigit) && id.Any(digit => digit != '0') ? id.ToLowerInvariant() : "";
    }

    public static T[] Numbers<T>(this JsonElement json, string name, Func<JsonElement, string, T> read)
    {
        var numbers = new List<T>();
        foreach (var number in json.Each(name))
        {
            numbers.Add(numbers.Count < OtlpLimits.Buckets ? read(number, name) : throw new OtlpFormatException($"A point has more than {OtlpLimits.Buckets} buckets."));
        }

        return [.. numbers];
    }

    public static OtlpFormatException Malformed(string name) => new($"The field {name} has the wrong type.");
}
