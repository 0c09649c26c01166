using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace SreCopilot.LogService.Patterns.Mining;

/// <summary>
/// Which words are certainly values. The rules know how computers write numbers, addresses, paths and ids, and nothing
/// about any program that logs.
/// </summary>
internal static class WordRules
{
    // Longer words are data, not language.
    private const int LongestWord = 100;

    private const string HexDigits = "0123456789abcdefABCDEF";
    private static readonly SearchValues<char> Hex = SearchValues.Create(HexDigits);
    private static readonly SearchValues<char> HexAndColon = SearchValues.Create(HexDigits + ":");
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    // What stands in numbers, dates, times, addresses, versions and ranges: 2026-03-01, 10:20:30.5, 10.0.0.1:80, 1/2, 100%, #7, 3x.
    private static readonly SearchValues<char> NumberLike = SearchValues.Create("0123456789+-.:/,_%#x*\\");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TopLevelDomains =
        Lookup("com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "local", "localdomain", "internal", "lan");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> UnitNames = FrozenSet.Create(
        StringComparer.Ordinal,
        "B", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "bytes", "%", "Hz", "kHz", "MHz", "GHz",
        "ns", "us", "ms", "s", "sec", "secs", "second", "seconds", "min", "minute", "minutes", "h", "hour", "hours", "d", "day", "days")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> MonthNames = Lookup(
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> DayNames = Lookup(
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    public static bool IsUnit(ReadOnlySpan<char> word) => UnitNames.Contains(word);

    public static bool IsMonth(ReadOnlySpan<char> word) => MonthNames.Contains(word);

    public static bool IsDay(ReadOnlySpan<char> word) => DayNames.Contains(word);

    /// <summary>Whether a word can be the name of something; marks and numbers cannot.</summary>
    public static bool IsWord(ReadOnlySpan<char> word)
    {
        foreach (var character in word)
        {
            if (char.IsLetter(character))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsValue(ReadOnlySpan<char> word)
    {
        if (word.Length > 1 && word[0] is '<' or '>')
        {
            word = word[1..]; // <1, >80
        }

        var hasDigit = word.ContainsAny(Digits);
        return word.Length > LongestWord
            || (hasDigit && !word.ContainsAnyExcept(NumberLike))
            || IsHexadecimal(word, hasDigit)
            || IsPath(word)
            || (word.IndexOf('@') is > 0 and var at && at < word.Length - 1)
            || IsHostName(word)
            || (hasDigit && (word.Contains('_') || IsAddress(word) || IsQuantity(word) || IsMixed(word)));
    }

    // 0x1f, deadbeef, 1a2b3c, fe80::1, 5c:50:15:4c:18:13
    private static bool IsHexadecimal(ReadOnlySpan<char> word, bool hasDigit)
    {
        if (word.Length > 2 && word[0] == '0' && word[1] is 'x' or 'X')
        {
            return !word[2..].ContainsAnyExcept(Hex);
        }

        return ((word.Length >= 8 || (word.Length >= 6 && hasDigit)) && !word.ContainsAnyExcept(Hex))
            || (word.Count(':') >= 2 && !word.ContainsAnyExcept(HexAndColon));
    }

    // /var/log/x, ~/x, C:\x, a/b/c, https://x. One slash between words is language: read/write.
    private static bool IsPath(ReadOnlySpan<char> word) =>
        (word.Length > 1 && word[0] is '/' or '~')
        || (word.Length > 2 && word[1] == ':' && word[2] == '\\')
        || word.Count('/') >= 2
        || word.Count('\\') >= 2
        || word.Contains("://", StringComparison.Ordinal);

    // db.example.com, but not java.io.IOException
    private static bool IsHostName(ReadOnlySpan<char> word)
    {
        word = word.TrimEnd('.');
        var dot = word.LastIndexOf('.');
        return dot > 0 && word[0] != '.' && !word.Contains("..", StringComparison.Ordinal) && TopLevelDomains.Contains(word[(dot + 1)..]);
    }

    // db.example.net:5432 and Main.java:17; 10-0-0-1.pool.example
    private static bool IsAddress(ReadOnlySpan<char> word)
    {
        if (!word.Contains('.'))
        {
            return false;
        }

        var colon = word.LastIndexOf(':');
        if (colon > 0 && colon < word.Length - 1 && word[..colon].Contains('.') && !word[(colon + 1)..].ContainsAnyExcept(Digits))
        {
            return true;
        }

        var labels = 0;
        foreach (var label in word.Split('.'))
        {
            labels += label.Start.Value < label.End.Value ? 1 : 0;
        }

        return labels >= 3;
    }

    // 41C, 1.5GB, 250ms, -3dB
    private static bool IsQuantity(ReadOnlySpan<char> word)
    {
        var start = word[0] is '+' or '-' ? 1 : 0;
        var end = start;
        while (end < word.Length && (char.IsAsciiDigit(word[end]) || word[end] is '.' or ','))
        {
            end++;
        }

        var unit = word[end..];
        if (end == start || unit.Length is < 1 or > 4)
        {
            return false;
        }

        foreach (var character in unit)
        {
            if (!char.IsAsciiLetter(character) && character is not ('%' or '/'))
            {
                return false;
            }
        }

        return true;
    }

    // Letters and digits that take turns are an id: 4b2f9a7c-..., x7Kq9P. Names have at most two such places: node17a.
    private static bool IsMixed(ReadOnlySpan<char> word)
    {
        var turns = 0;
        for (var i = 1; i < word.Length; i++)
        {
            if (char.IsLetterOrDigit(word[i]) && char.IsLetterOrDigit(word[i - 1]) && char.IsAsciiDigit(word[i]) != char.IsAsciiDigit(word[i - 1]))
            {
                turns++;
            }
        }

        return turns >= 3;
    }

    // By lower-case names; Lookup compares without case.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(params ReadOnlySpan<string> names) =>
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, names).GetAlternateLookup<ReadOnlySpan<char>>();
}
