using System.Globalization;
using System.Text.Json;

namespace SreCopilot.Connectors;

/// <summary>Reads JSON that other systems wrote: whatever is missing, null or of another kind is absent, and text is made fit to be stored.</summary>
public static class ForeignJson
{
    /// <summary>The value at a path of names; undefined when there is none.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }

        return element;
    }

    /// <summary>Text or a number as one line; empty when there is none.</summary>
    public static string Line(this JsonElement element, int maximum, params ReadOnlySpan<string> path)
    {
        var value = element.At(path);
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => Clean(value.GetString()!, maximum),
                JsonValueKind.Number => Clean(value.GetRawText(), maximum),
                _ => "",
            };
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no text.
            return "";
        }
    }

    /// <summary>The same with the length of most columns.</summary>
    public static string Line(this JsonElement element, params ReadOnlySpan<string> path) => element.Line(255, path);

    /// <summary>Whether it is true; false also when it is absent.</summary>
    public static bool IsTrue(this JsonElement element, params ReadOnlySpan<string> path) => element.At(path).ValueKind == JsonValueKind.True;

    /// <summary>The items of a list; none when it is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A moment: <c>2026-03-01T10:20:30Z</c>, <c>2026-03-01 10:20:30 UTC</c> (GitLab), or milliseconds since 1970 (Jenkins).</summary>
    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var value = element.At(path);
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.TryGetInt64(out var milliseconds) && milliseconds is > 0 and < 253_402_300_799_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        }

        var text = element.Line(40, path).Replace(" UTC", "Z", StringComparison.Ordinal);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond))
            : null;
    }

    /// <summary>The full hash of a commit, or nothing: half a hash finds no commit.</summary>
    public static string Sha(this JsonElement element, params ReadOnlySpan<string> path) => AsSha(element.Line(100, path));

    /// <summary>The same of text.</summary>
    public static string AsSha(string text) => text is not null && text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : "";

    /// <summary>The first line, without control characters, cut at a whole character.</summary>
    public static string Clean(string text, int maximum)
    {
        var line = (text ?? "").AsSpan().Trim();
        if (line.IndexOfAny('\r', '\n') is >= 0 and var end)
        {
            line = line[..end];
        }

        var clean = string.Concat(line.ToString().Where(character => !char.IsControl(character))).Trim();
        return clean.Length <= maximum ? clean : clean[..(char.IsHighSurrogate(clean[maximum - 1]) ? maximum - 1 : maximum)];
    }
}
