using System.Buffers;

namespace SreCopilot.LogService.Patterns.Mining;

/// <summary>
/// Cuts a message into words and marks and replaces what is certainly a value:
/// <c>Accepted password for root from 10.0.0.1 port 4711 (took 12 ms)</c> becomes
/// <c>Accepted password for root from &lt;*&gt; port &lt;*&gt; ( took &lt;*&gt; )</c>. Lists of values become one value.
/// </summary>
internal sealed class Tokenizer
{
    // A form has as many tokens at most; what follows in longer messages does not tell forms apart.
    private const int MaximumTokens = 96;
    private const int ReadCharacters = 4000;
    private const int ReadTokens = 512;

    private static readonly SearchValues<char> Marks = SearchValues.Create("([{<\"'`,;|)]}>=!?");
    private static readonly SearchValues<char> HexAndColon = SearchValues.Create("0123456789abcdefABCDEF:");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private readonly TokenList _raw = new();
    private char[] _shape = new char[512];

    /// <summary>The tokens of the message that was read last.</summary>
    public TokenList Tokens { get; } = new();

    public void Read(ReadOnlySpan<char> message)
    {
        _raw.Clear();
        Tokens.Clear();
        var rest = FirstLine(message);
        rest = rest[..Math.Min(rest.Length, ReadCharacters)];
        while (!rest.IsEmpty && _raw.Count < ReadTokens)
        {
            var length = 0;
            while (length < rest.Length && !char.IsWhiteSpace(rest[length]))
            {
                length++;
            }

            ReadChunk(rest[..length]);
            rest = rest[length..].TrimStart();
        }

        Condensation.Run(_raw, Tokens);
        Tokens.Truncate(MaximumTokens);
    }

    // A stack trace belongs to its first line.
    private static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> message)
    {
        message = message.TrimStart();
        var end = message.IndexOfAny('\r', '\n');
        return end < 0 ? message : message[..end];
    }

    // What stands between blanks: user=root, (uid=0), 10.0.0.1:80:connected
    private void ReadChunk(ReadOnlySpan<char> chunk)
    {
        if (chunk is "()")
        {
            // An address or a name that was not known.
            _raw.Add("(", afterSpace: true);
            _raw.AddVariable(afterSpace: false);
            _raw.Add(")", afterSpace: false);
            return;
        }

        var start = 0;
        var first = true;
        for (var i = 0; i < chunk.Length; i++)
        {
            var length = MarkAt(chunk, start, i);
            if (length == 0)
            {
                continue;
            }

            AddWord(chunk[start..i], ref first);
            _raw.Add(length > 1 ? ".." : chunk.Slice(i, 1), first);
            first = false;
            i += length - 1;
            start = i + 1;
        }

        AddWord(chunk[start..], ref first);
    }

    // How many characters at i are a mark between words; 0 when the word goes on.
    private static int MarkAt(ReadOnlySpan<char> chunk, int start, int i)
    {
        var next = i + 1 < chunk.Length ? chunk[i + 1] : '\0';
        switch (chunk[i])
        {
            case '<' or '>' when i == start && char.IsAsciiDigit(next):
                return 0; // <1
            case ':':
                return IsColonOfWord(chunk, start, i, next) ? 0 : 1;
            case '.' when next == '.':
                var end = i + 2;
                while (end < chunk.Length && chunk[end] == '.')
                {
                    end++;
                }

                return end - i;
            case '.' when next == '\0' && i > start:
                return 1; // the end of a sentence
            case '?' or '=' or ';' or '!' when next != '\0' && IsAddress(chunk[start..i]):
                return 0; // /items?page=1
            default:
                return Marks.Contains(chunk[i]) ? 1 : 0;
        }
    }

    private static bool IsAddress(ReadOnlySpan<char> word) =>
        (word.Length > 1 && word[0] == '/') || word.Contains("://", StringComparison.Ordinal);

    // 10:20, 10.0.0.1:80, db.example.net:5432, https://x, C:\x, fe80::1
    private static bool IsColonOfWord(ReadOnlySpan<char> chunk, int start, int i, char next)
    {
        if (next == '\0')
        {
            return false;
        }

        var word = chunk[start..i];
        if (char.IsAsciiDigit(next) && word.Length > 0)
        {
            if (char.IsAsciiDigit(word[^1]))
            {
                return true;
            }

            if (word.Length > 2 && word[1..^1].Contains('.'))
            {
                var port = chunk[(i + 1)..];
                var end = port.IndexOfAnyExcept(Digits);
                if (end < 0 || !(char.IsLetterOrDigit(port[end]) || port[end] is '_' or '.'))
                {
                    return true;
                }
            }
        }

        if (chunk[i..].StartsWith("://", StringComparison.Ordinal) || (word.Length == 1 && next == '\\'))
        {
            return true;
        }

        var bare = chunk.Trim("([{<\"'`,;|)]}>=!?");
        return bare.Length >= 6 && !bare.ContainsAnyExcept(HexAndColon);
    }

    private void AddWord(ReadOnlySpan<char> word, ref bool first)
    {
        if (word.IsEmpty)
        {
            return;
        }

        if (WordRules.IsValue(word))
        {
            _raw.AddVariable(first);
        }
        else if (word.ContainsAny(Digits))
        {
            AddShape(word, first);
        }
        else
        {
            _raw.Add(word, first);
        }

        first = false;
    }

    // node-17 and node-18 are the same word with another number: node-<*>. ee0 and alt0 are not.
    private void AddShape(ReadOnlySpan<char> word, bool first)
    {
        if (_shape.Length < word.Length * 3)
        {
            _shape = new char[word.Length * 3];
        }

        var length = 0;
        for (var i = 0; i < word.Length;)
        {
            var digits = i;
            if (word[i] is '+' or '-' && (i == 0 || !char.IsAsciiLetterOrDigit(word[i - 1])))
            {
                digits++;
            }

            var end = digits;
            while (end < word.Length && char.IsAsciiDigit(word[end]))
            {
                end++;
            }

            if (end == digits)
            {
                _shape[length++] = word[i++];
                continue;
            }

            i = end;
            if (length >= 4 && _shape[length - 1] is '-' or '_' or '.' or ':' or ',' or '/' or '+' && _shape.AsSpan(length - 4, 3) is TokenList.Variable)
            {
                length--; // 10-0-0-1
                continue;
            }

            TokenList.Variable.CopyTo(_shape.AsSpan(length));
            length += TokenList.Variable.Length;
        }

        var shape = _shape.AsSpan(0, length);
        _raw.Add(shape, first, isVariable: shape is TokenList.Variable);
    }
}
