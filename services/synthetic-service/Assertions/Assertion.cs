using System.Globalization;
using System.Text.RegularExpressions;

namespace SreCopilot.SyntheticService.Assertions;

/// <summary>
/// What a check demands: <c>status_code == 200</c>, <c>response_time_ms &lt; 500</c>, <c>header.content-type contains json</c>,
/// <c>body contains "All systems go"</c>, <c>body matches ^\{</c>, <c>$.items[0].state == up</c>, <c>$.error not exists</c>,
/// <c>certificate_days_left >= 14</c>.
/// </summary>
internal sealed partial class Assertion
{
    public const int Length = 500;

    /// <summary>For patterns that would never come to an end.</summary>
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Numeric = [Subjects.StatusCode, Subjects.ResponseTime, Subjects.CertificateDays];

    private readonly string _text;
    private readonly string _operator;
    private readonly string _expected;
    private readonly Regex? _pattern;

    private Assertion(string text, string subject, string @operator, string expected, Regex? pattern) =>
        (_text, Subject, _operator, _expected, _pattern) = (text, subject, @operator, expected, pattern);

    /// <summary>One of <see cref="Subjects"/>, or <c>header.NAME</c> or a JSON path.</summary>
    public string Subject { get; }

    /// <summary>Reads one.</summary>
    /// <returns>The assertion; or what is wrong with it.</returns>
    public static (Assertion? Assertion, string? Mistake) Parse(string? text)
    {
        if (text is null || text.Length > Length || text.Any(char.IsControl) || Grammar().Match(text) is not { Success: true } match)
        {
            return (null, $"must be of at most {Length} characters and look like 'status_code == 200', 'header.content-type contains json', 'body matches ^ok', '$.items[0].id exists' or 'certificate_days_left > 14'");
        }

        if (Subjects.Normalize(match.Groups["subject"].Value) is not { } subject)
        {
            return (null, "must be about status_code, response_time_ms, certificate_days_left, body, header.NAME or a JSON path such as $.items[0].id");
        }

        var @operator = Spaces().Replace(match.Groups["operator"].Value.ToLowerInvariant(), " ");
        var expected = Unquote(match.Groups["value"].Value.Trim());
        if (@operator.EndsWith("exists", StringComparison.Ordinal) != (expected.Length == 0 && !match.Groups["value"].Value.Contains('"', StringComparison.Ordinal)))
        {
            return (null, @operator.EndsWith("exists", StringComparison.Ordinal) ? "'exists' stands at the end" : "has nothing to compare with");
        }

        if ((Numeric.Contains(subject) || @operator is "<" or "<=" or ">" or ">=") && !@operator.EndsWith("exists", StringComparison.Ordinal) && ReadNumber(expected) is null)
        {
            return (null, "compares with something that is no number");
        }

        try
        {
            var pattern = @operator.EndsWith("matches", StringComparison.Ordinal) ? new Regex(expected, RegexOptions.CultureInvariant, PatternTime) : null;
            return (new Assertion(text, subject, @operator, expected, pattern), null);
        }
        catch (ArgumentException)
        {
            return (null, "has a pattern that is no regular expression");
        }
    }

    /// <summary>Whether an answer is as demanded.</summary>
    /// <param name="actual">What the subject is; null when the answer has no such thing.</param>
    /// <returns>Null when it is; else what it is instead.</returns>
    public string? Check(string? actual)
    {
        var negated = _operator.StartsWith("not ", StringComparison.Ordinal);
        try
        {
            var holds = _operator.EndsWith("exists", StringComparison.Ordinal) ? (actual is not null) != negated : actual is not null && Holds(actual, negated);
            return holds ? null : $"{_text}: {(actual is null ? "there is none" : $"it is {Shorten(actual)}")}";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"{_text}: the pattern takes too long";
        }
    }

    private bool Holds(string actual, bool negated) => _operator switch
    {
        "==" => IsEqual(actual),
        "!=" => !IsEqual(actual),
        "<" or "<=" or ">" or ">=" => ReadNumber(actual) is { } number && Compare(number, ReadNumber(_expected)!.Value),
        "contains" or "not contains" => actual.Contains(_expected, StringComparison.Ordinal) != negated,
        _ => _pattern!.IsMatch(actual) != negated,
    };

    private bool Compare(double actual, double expected) => _operator switch { "<" => actual < expected, "<=" => actual <= expected, ">" => actual > expected, _ => actual >= expected };

    private bool IsEqual(string actual) => ReadNumber(actual) is { } number && ReadNumber(_expected) is { } expected ? number.Equals(expected) : actual == _expected;

    private static double? ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Unquote(string text) =>
        text.Length >= 2 && ((text[0] == '"' && text[^1] == '"') || (text[0] == '\'' && text[^1] == '\'')) ? text[1..^1] : text;

    private static string Shorten(string text) => text.Length <= 100 ? text : $"{text[..100]}...";

    [GeneratedRegex("""^\s*(?<subject>(?:\['[^']*'\]|\["[^"]*"\]|[^\s=<>!])+)\s*(?<operator>==|!=|<=|>=|<|>|(?:not\s+)?(?:contains|matches|exists)\b)(?<value>.*)$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Grammar();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
