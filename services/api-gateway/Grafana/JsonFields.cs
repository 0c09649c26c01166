using System.Text.Json;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>Reads fields of foreign JSON, which may be of any type or missing.</summary>
internal static class JsonFields
{
    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static JsonElement? Field(this JsonElement? element, string name) => element?.Field(name);

    public static string? Text(this JsonElement element, string name) => element.Field(name)?.AsText();

    public static string Text(this JsonElement element, string name, string fallback) => element.Text(name) ?? fallback;

    public static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ReadString(value),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    public static int? Int(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static bool Flag(this JsonElement element, string name) => element.Field(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IEnumerable<JsonElement> AsItems(this JsonElement element) => ((JsonElement?)element).Items();

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.Field(name).Items();

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) => [.. element.Items(name).Select(AsText).OfType<string>()];

    private static string? ReadString(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }
}
