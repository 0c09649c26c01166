using System.Text;

namespace Aspire.Hosting;

/// <summary>Arguments written as one text, as in a launch profile.</summary>
internal static class ArgumentText
{
    /// <summary>Splits at blanks outside of double quotes; a backslash protects a double quote.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var arguments = new List<string>();
        StringBuilder? current = null;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var protectsQuote = text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"';
            if (!protectsQuote && !quoted && char.IsWhiteSpace(text[i]))
            {
                Finish();
                continue;
            }

            current ??= new StringBuilder();
            if (protectsQuote)
            {
                current.Append(text[++i]);
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else
            {
                current.Append(text[i]);
            }
        }

        Finish();
        return arguments;

        void Finish()
        {
            if (current is not null)
            {
                arguments.Add(current.ToString());
            }

            current = null;
        }
    }
}
