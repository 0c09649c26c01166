using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>Looks into JSON of which nothing is known: a field that is absent or of another kind is null.</summary>
internal static class JsonFields
{
    private const int MostEntries = 64;
    private const int NameLength = 200;
    private const int ValueLength = 2000;

    public static JsonElement? Field(this JsonElement parent, string name)
    {
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        }
        catch (InvalidOperationException)
        {
            // A name beside it is half a surrogate pair.
            return null;
        }
    }

    /// <summary>A text, or a number or truth value as its text; null also when it is blank.</summary>
    public static string? Text(this JsonElement parent, string name) => parent.Field(name)?.AsText();

    public static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ReadString(value) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    public static DateTimeOffset? Time(this JsonElement parent, string name) => parent.Field(name) is { } value ? SenderTime.Read(value) : null;

    public static IEnumerable<JsonElement> Items(this JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>Labels or annotations, by name in alphabetical order; what is no text is left out.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonElement parent, string name)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (parent.Field(name) is { ValueKind: JsonValueKind.Object } labels)
        {
            foreach (var label in labels.EnumerateObject())
            {
                if (map.Count < MostEntries && ReadName(label) is { } key && label.Value.AsText() is { } text)
                {
                    map[SenderText.Line(key, NameLength)] = SenderText.Prose(text, ValueLength);
                }
            }
        }

        return map;
    }

    // JSON may escape half a surrogate pair ("\ud800"); reading it throws.
    private static string? ReadString(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? ReadName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
