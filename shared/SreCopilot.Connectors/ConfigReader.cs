using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreCopilot.Connectors;

/// <summary>Reads single settings of objects that users filled in.</summary>
public static class ConfigReader
{
    /// <summary>Text, trimmed; null when there is none.</summary>
    public static string? Text(JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return null;
        }

        var text = value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>().Trim(),
            JsonValueKind.Number => value.ToJsonString(),
            _ => "",
        };
        return text.Length > 0 ? text : null;
    }

    /// <summary>A list of text; null when there is none.</summary>
    public static List<string>? List(JsonNode? node) => node is JsonArray list ? [.. list.Select(Text).OfType<string>()] : null;

    /// <summary>Pairs of text; null when there is no object.</summary>
    public static Dictionary<string, string>? Map(JsonNode? node) => node is JsonObject map
        ? map.Select(pair => (pair.Key, Value: Text(pair.Value))).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!)
        : null;
}
