using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreCopilot.Secrets;

/// <summary>Reads free-form configuration objects that clients send. What this lets through, <see cref="SecretMask"/> can handle.</summary>
public static class ConfigObject
{
    /// <summary>Reads an object.</summary>
    /// <param name="sent">What the client sent.</param>
    /// <param name="maximumLength">Characters of JSON allowed.</param>
    /// <returns>The object; null when it is none, is too long, names a field twice, or holds text that is no Unicode.</returns>
    public static JsonObject? Read(JsonElement sent, int maximumLength) =>
        sent.ValueKind == JsonValueKind.Object && sent.GetRawText().Length <= maximumLength && IsSound(sent) ? JsonObject.Create(sent.Clone()) : null;

    private static bool IsSound(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>();
                return value.EnumerateObject().All(field => Read(() => field.Name) is { } name && names.Add(name) && IsSound(field.Value));
            case JsonValueKind.Array:
                return value.EnumerateArray().All(IsSound);
            case JsonValueKind.String:
                return Read(value.GetString) is not null;
            default:
                return true;
        }
    }

    // JSON may escape half a surrogate pair; reading it throws.
    private static string? Read(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
