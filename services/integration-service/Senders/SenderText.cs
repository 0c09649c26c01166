using System.Text;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>Makes texts of senders fit to be stored and shown: no control characters, not too long, no half characters.</summary>
internal static class SenderText
{
    private const string Cut = "...";

    /// <summary>One line.</summary>
    public static string Line(string text, int maximum) => Clean(text, maximum, keepLines: false);

    /// <summary>Any number of lines.</summary>
    public static string Prose(string text, int maximum) => Clean(text, maximum, keepLines: true);

    private static string Clean(string text, int maximum, bool keepLines)
    {
        var clean = new StringBuilder(Math.Min(text.Length, maximum + 1));
        foreach (var character in text.EnumerateRunes())
        {
            if (clean.Length > maximum)
            {
                break;
            }

            if (!Rune.IsControl(character))
            {
                clean.Append(character.ToString());
            }
            else if (character.Value is '\n' or '\r' or '\t' && keepLines)
            {
                clean.Append((char)character.Value);
            }
            else
            {
                clean.Append(' ');
            }
        }

        var result = clean.ToString().Trim();
        if (result.Length <= maximum)
        {
            return result;
        }

        var end = maximum - Cut.Length;
        return result[..(char.IsHighSurrogate(result[end - 1]) ? end - 1 : end)] + Cut;
    }
}
