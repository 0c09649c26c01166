using System.Text.Json;

namespace SreCopilot.MetricsCollectorService.Requests;

internal static class JsonElementFields
{
    /// <summary>The first of these fields that is there and not null; clients call the same thing differently.</summary>
    public static JsonElement Field(this JsonElement item, string name, string? alias = null)
    {
        try
        {
            return item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value
                : alias is not null && item.TryGetProperty(alias, out value) ? value
                : default;
        }
        catch (InvalidOperationException)
        {
            // Another field's name is half a character ("\ud800").
            return default;
        }
    }

    public static JsonElement Or(this JsonElement value, JsonElement alias) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? alias : value;
}
