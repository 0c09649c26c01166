using System.Text;

namespace SreCopilot.Audit;

/// <summary>Texts of clients as they may be kept: of bounded length, without control characters, valid Unicode.</summary>
internal static class AuditText
{
    public static string Clean(string? text, int maximum)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var cut = text.Length > maximum ? text[..maximum] : text;
        if (!cut.Any(character => char.IsControl(character) || char.IsSurrogate(character)))
        {
            return cut;
        }

        var clean = new StringBuilder(cut.Length);
        // Halves of surrogate pairs become U+FFFD.
        foreach (var rune in cut.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) && rune.Value is not ('\n' or '\t') ? " " : rune.ToString());
        }

        return clean.ToString();
    }

    public static string? CleanOrNull(string? text, int maximum) => string.IsNullOrEmpty(text) ? null : Clean(text, maximum);
}
