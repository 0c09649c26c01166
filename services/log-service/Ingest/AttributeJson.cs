using System.Text.Json;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary>Writes attributes as a JSON object that <c>jsonb</c> takes, whatever a client put into them.</summary>
internal static class AttributeJson
{
    // The longest number that is kept digit by digit; PostgreSQL's limits are far beyond it.
    private const int LongestNumber = 40;

    public static readonly byte[] None = "{}"u8.ToArray();

    public static void Write(JsonText json, JsonElement value)
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
