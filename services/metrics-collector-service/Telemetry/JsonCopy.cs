using System.Text.Json;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Telemetry;

/// <summary>Writes JSON of clients so that PostgreSQL takes it as <c>jsonb</c>.</summary>
internal static class JsonCopy
{
    /// <summary>What was copied; valid until the next copy.</summary>
    public static ReadOnlySpan<byte> Copy(this JsonText text, JsonElement value)
    {
        text.Clear();
        Write(text, value);
        return text.Written;
    }

    /// <summary>The same; an empty object for what is absent.</summary>
    public static ReadOnlySpan<byte> CopyObject(this JsonText text, JsonElement value) => value.ValueKind == JsonValueKind.Object ? text.Copy(value) : "{}"u8;

    /// <summary>The same without some of the object's fields.</summary>
    public static ReadOnlySpan<byte> CopyObject(this JsonText text, JsonElement value, params ReadOnlySpan<string> without)
    {
        text.Clear();
        text.Writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            var name = NameOf(property);
            if (!without.Contains(name))
            {
                text.Name(name);
                Write(text, property.Value);
            }
        }

        text.Writer.WriteEndObject();
        return text.Written;
    }

    /// <summary>The same; an empty array for what is absent.</summary>
    public static ReadOnlySpan<byte> CopyArray(this JsonText text, JsonElement value) => value.ValueKind == JsonValueKind.Array ? text.Copy(value) : "[]"u8;

    private static void Write(JsonText text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    text.Name(NameOf(property));
                    Write(text, property.Value);
                }

                text.Writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                text.Writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(text, item);
                }

                text.Writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                text.Value(TextOf(value));
                break;
            // 1e999999 is a number in JSON and none in PostgreSQL.
            case JsonValueKind.Number when !value.TryGetDouble(out var number) || !double.IsFinite(number):
                text.Value(value.GetRawText());
                break;
            default:
                value.WriteTo(text.Writer);
                break;
        }
    }

    // "\ud800" is half a character: it becomes U+FFFD.
    public static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }
}
