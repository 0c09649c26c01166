using System.Text.Json;

namespace SreCopilot.AiService;

/// <summary>Names in JSON, and texts of others made fit for a sentence.</summary>
internal static class Words
{
    /// <summary><c>bad_deployment</c> of <c>BadDeployment</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The other way round; null when it is none.</summary>
    public static T? Parse<T>(string? word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>One line of at most so many characters.</summary>
    public static string Cut(string text, int length)
    {
        var line = text.AsSpan().Trim().ToString();
        if (line.Any(char.IsControl))
        {
            line = string.Concat(line.Select(character => char.IsControl(character) ? ' ' : character));
        }

        return line.Length <= length ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[length - 2]) ? length - 2 : length - 1), "…");
    }

    /// <summary>At most so many characters; lines stay lines, other control characters become spaces.</summary>
    public static string Prose(string text, int length)
    {
        var clean = text.Any(character => char.IsControl(character) && character != '\n')
            ? string.Concat(text.Select(character => char.IsControl(character) && character != '\n' ? ' ' : character))
            : text;
        return clean.Length <= length ? clean : string.Concat(clean.AsSpan(0, char.IsHighSurrogate(clean[length - 2]) ? length - 2 : length - 1), "…");
    }
}
