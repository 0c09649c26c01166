using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreCopilot.ApiGateway.Settings;

/// <summary>Reads the free-form configuration objects of connections.</summary>
internal static class ConnectionConfig
{
    private const int MaxCharacters = 32 * 1024;

    /// <summary>Takes what a client sent; absent means empty.</summary>
    /// <returns>False when it is no object, names a field twice, nests too deeply or is too large.</returns>
    public static bool TryRead(JsonElement? sent, [NotNullWhen(true)] out JsonObject? config)
    {
        config = sent is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? [] : Parse(sent.Value.GetRawText());
        return config is not null;
    }

    /// <summary>Reads stored text.</summary>
    public static JsonObject? Parse(string json)
    {
        try
        {
            // Strict, because an object with the same name twice fails only when it is looked at.
            return json.Length > MaxCharacters ? null
                : JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The first of the named fields that holds text, a number or a truth value; trimmed, never empty.</summary>
    public static string? Text(this JsonObject config, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (config[name] is JsonValue value && TextOf(value) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>A port from 1 to 65535; null when the field holds something else.</summary>
    public static int? Port(this JsonObject config, int fallback, params ReadOnlySpan<string> names) =>
        config.Text(names) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? port
        : null;

    private static string? TextOf(JsonValue value)
    {
        try
        {
            return value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>().Trim() : value.ToString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no text.
            return null;
        }
    }
}
