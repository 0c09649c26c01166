using System.Text.Json.Nodes;

namespace SreCopilot.Secrets;

/// <summary>Shows configuration objects without their secrets, and puts the secrets back when the client returns the mask.</summary>
public static class SecretMask
{
    /// <summary>What clients see instead of a secret.</summary>
    public const string Text = "***";

    /// <summary>Whether a value that a client sent for a secret means "leave it as it is": absent, empty or the mask.</summary>
    /// <param name="value">The value.</param>
    /// <returns>True when the stored secret is to be kept.</returns>
    public static bool MeansUnchanged(string? value) => value is null or "" or Text;

    /// <summary>A copy in which every secret, also in nested objects and lists, is <see cref="Text"/>, or empty when there is none.</summary>
    /// <param name="config">The object with its secrets; is not changed.</param>
    /// <returns>The copy.</returns>
    public static JsonObject Apply(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new JsonObject(config.Select(field =>
            KeyValuePair.Create<string, JsonNode?>(field.Key, SecretNames.IsSecret(field.Key) ? (IsEmpty(field.Value) ? "" : Text) : Apply(field.Value))));
    }

    /// <summary>
    /// What to store after a client sent an object that it may have got masked. A secret that is absent, empty or masked
    /// keeps its stored value; null removes it. All other fields are taken as sent.
    /// </summary>
    /// <param name="sent">What the client sent; is not changed.</param>
    /// <param name="stored">The object with its secrets; is not changed.</param>
    /// <returns>A new object.</returns>
    public static JsonObject Merge(JsonObject sent, JsonObject stored)
    {
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(stored);
        var merged = new JsonObject();
        foreach (var (name, value) in sent)
        {
            if (SecretNames.IsSecret(name))
            {
                var kept = IsUnchanged(value) ? stored[name] : value;
                if (kept is not null)
                {
                    merged[name] = kept.DeepClone();
                }
            }
            else
            {
                merged[name] = Merge(value, stored[name]);
            }
        }

        foreach (var (name, value) in stored)
        {
            if (SecretNames.IsSecret(name) && !sent.ContainsKey(name))
            {
                merged[name] = value?.DeepClone();
            }
        }

        return merged;
    }

    private static JsonNode? Apply(JsonNode? value) => value switch
    {
        JsonObject child => Apply(child),
        JsonArray list => new JsonArray([.. list.Select(Apply)]),
        _ => value?.DeepClone(),
    };

    private static JsonNode? Merge(JsonNode? sent, JsonNode? stored) => (sent, stored) switch
    {
        (JsonObject child, JsonObject known) => Merge(child, known),
        (JsonObject child, _) => Merge(child, []),
        (JsonArray list, _) => new JsonArray([.. list.Select(item => MergeItem(item, stored as JsonArray ?? []))]),
        _ => sent?.DeepClone(),
    };

    // Items have no names and may have been moved, so an item gets the secrets of the stored one that looks the same when
    // masked. By position, a token might end up beside another item's address.
    private static JsonNode? MergeItem(JsonNode? sent, JsonArray stored) =>
        stored.FirstOrDefault(known => known is JsonObject && JsonNode.DeepEquals(Apply(known), sent)) is { } same ? same.DeepClone() : Merge(sent, null);

    private static bool IsUnchanged(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var plain) && MeansUnchanged(plain);

    private static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonObject child => child.Count == 0,
        JsonArray list => list.Count == 0,
        _ => value is JsonValue text && text.TryGetValue<string>(out var plain) && plain.Length == 0,
    };
}
