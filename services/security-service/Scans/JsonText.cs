using System.Text;
using System.Text.Json;

namespace SreCopilot.SecurityService.Scans;

/// <summary>Reads what scanners write: everything may be absent or something else, and texts hold whatever the scanned thing held.</summary>
internal static class JsonText
{
    public static JsonElement Field(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var field) ? field : default;

    public static IEnumerable<JsonElement> Items(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>A string that is one; null for anything else, and for half a surrogate pair, which cannot be stored.</summary>
    public static string? Of(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string? Text(this JsonElement value, string name) => Of(value.Field(name));

    public static double? Number(this JsonElement value, string name) =>
        value.Field(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var read) && double.IsFinite(read) ? read : null;

    public static int? Index(this JsonElement value, string name) =>
        value.Field(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var read) && read >= 0 ? read : null;

    /// <summary>One line: what would break it becomes a space, and the rest is cut off.</summary>
    public static string Line(string? text, int maximum) => Cut(text, maximum, keepBreaks: false).Trim();

    /// <summary>Any number of lines, cut off.</summary>
    public static string Prose(string? text, int maximum) => Cut(text, maximum, keepBreaks: true).Trim();

    /// <summary>The first of several that says anything.</summary>
    public static string First(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                return text;
            }
        }

        return "";
    }

    private static string Cut(string? text, int maximum, bool keepBreaks)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var length = Math.Min(text.Length, maximum);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        var cut = new StringBuilder(length);
        foreach (var character in text.AsSpan(0, length))
        {
            cut.Append(!char.IsControl(character) || (keepBreaks && character is '\n' or '\r' or '\t') ? character : ' ');
        }

        return cut.ToString();
    }
}
