using System.Globalization;
using System.Text;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Search.Language;

/// <summary>
/// Text with wildcards, compared without regard to case: <c>*</c> stands for anything, <c>?</c> for one character, and a
/// backslash takes their meaning from them. Quoted text has no wildcards.
/// </summary>
internal sealed class TextPattern
{
    private const char Anything = '\uE000';
    private const char One = '\uE001';

    // Wildcards are replaced by characters that nobody uses.
    private readonly string _text;

    private TextPattern(string text) => _text = text;

    public bool HasWildcards => _text.AsSpan().ContainsAny(Anything, One);

    /// <summary>The text; only without wildcards.</summary>
    public string Plain => _text;

    public static TextPattern Quoted(string text) => new(text.Replace(Anything, '\uFFFD').Replace(One, '\uFFFD'));

    public static TextPattern Bare(string text)
    {
        var pattern = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isEscaped = text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '*' or '?';
            pattern.Append(isEscaped ? text[++i] : text[i] switch
            {
                '*' => Anything,
                '?' => One,
                Anything or One => '\uFFFD',
                var character => character,
            });
        }

        return new TextPattern(pattern.ToString());
    }

    /// <summary>The same anywhere in a text.</summary>
    public TextPattern Inside() => new($"{Anything}{_text}{Anything}");

    /// <summary>Whether a database that folds only ASCII can compare it with ILIKE.</summary>
    public bool IsAscii => !_text.Any(character => character > 127 && character is not (Anything or One) && char.IsLetter(character));

    /// <summary>The trigrams that a text has which matches; those of the parts between wildcards.</summary>
    public Grams Grams
    {
        get
        {
            var grams = default(Grams);
            foreach (var part in _text.AsSpan().SplitAny(Anything, One))
            {
                grams |= Grams.Of(_text.AsSpan()[part]);
            }

            return grams;
        }
    }

    /// <summary>For <c>ilike</c>.</summary>
    public string ToLike()
    {
        var like = new StringBuilder(_text.Length + 8);
        foreach (var character in _text)
        {
            _ = character switch
            {
                Anything => like.Append('%'),
                One => like.Append('_'),
                '%' or '_' or '\\' => like.Append('\\').Append(character),
                _ => like.Append(character),
            };
        }

        return like.ToString();
    }

    /// <summary>For <c>~</c>: letters outside of ASCII in both cases, whatever the database's locale knows.</summary>
    public string ToRegex()
    {
        var regex = new StringBuilder("^(?:");
        foreach (var character in _text)
        {
            var (lower, upper) = (char.ToLowerInvariant(character), char.ToUpperInvariant(character));
            _ = character switch
            {
                Anything => regex.Append(".*"),
                One => regex.Append('.'),
                _ when lower != upper => regex.Append('[').Append(lower).Append(upper).Append(']'),
                _ when char.IsLetterOrDigit(character) || character == ' ' || character > 127 => regex.Append(character),
                _ => regex.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
            };
        }

        return regex.Append(")$").ToString();
    }

    /// <summary>What PostgreSQL would say.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < _text.Length && _text[p] != Anything && (_text[p] == One || IsSame(_text[p], text[t])))
            {
                p++;
                t++;
            }
            else if (p < _text.Length && _text[p] == Anything)
            {
                (star, mark) = (p++, t);
            }
            else if (star >= 0)
            {
                // The last wildcard takes one character more.
                (p, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        while (p < _text.Length && _text[p] == Anything)
        {
            p++;
        }

        return p == _text.Length;
    }

    private static bool IsSame(char wanted, char found) =>
        wanted == found || char.ToLowerInvariant(wanted) == found || char.ToUpperInvariant(wanted) == found;
}
