using System.Text.RegularExpressions;

namespace SreCopilot.AiService.LanguageModel;

/// <summary>Takes secrets and personal data out of a text before it leaves the platform. What it replaces is named, so that sentences stay readable.</summary>
internal static partial class Redaction
{
    public static string Redact(string text)
    {
        text = PrivateKey().Replace(text, "[private key]");
        text = JsonWebToken().Replace(text, "[token]");
        text = Authorization().Replace(text, "$1 [token]");
        text = UrlCredentials().Replace(text, "$1[credentials]@");
        text = Assignment().Replace(text, "$1$2[secret]");
        text = KnownKey().Replace(text, "[secret]");
        text = Email().Replace(text, "[email]");
        text = CardNumber().Replace(text, match => IsCard(match.Value) ? "[card number]" : match.Value);
        text = Phone().Replace(text, "[phone number]");
        text = Address4().Replace(text, "[ip address]");
        text = Address6().Replace(text, "[ip address]");
        return LongRandom().Replace(text, match => IsRandom(match.Value) ? "[secret]" : match.Value);
    }

    // Luhn: most numbers of 13 to 19 digits are no card's.
    private static bool IsCard(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).Select(digit => digit - '0').Reverse().ToArray();
        return digits.Length is >= 13 and <= 19 && digits.Select((digit, place) => place % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2).Sum() % 10 == 0;
    }

    // Letters of both cases and digits mixed: a word or a name in camel case has no digits, a UUID has hyphens.
    private static bool IsRandom(string text) => text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower);

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    // eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln
    [GeneratedRegex(@"\beyJ[\w-]{5,}\.[\w-]{5,}(\.[\w-]*)?", RegexOptions.CultureInvariant)]
    private static partial Regex JsonWebToken();

    // Authorization: Bearer abc, Basic dXNlcjpwYXNz
    [GeneratedRegex(@"\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{6,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Authorization();

    // postgres://user:secret@db/shop
    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]{0,20}://)[^\s/@:""]{1,200}:[^\s/@""]{1,200}@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UrlCredentials();

    // password=secret, "api_key": "secret", pwd: secret, and the same inside of escaped JSON: \"token\":\"secret\"
    [GeneratedRegex(@"\b([\w-]{0,40}(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?key|token|credential|connection[_-]?string|session[_-]?id|cookie)s?)(\\?[""']?\s*[=:]\s*\\?[""']?)(?!\[)[^\s""'\\,;&}{\[\]]{3,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();

    // AWS, GitHub, Slack, OpenAI, Stripe, Google, this platform
    [GeneratedRegex(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,}|\bxox[abprs]-[\w-]{10,}|\b(sk|pk|rk)[-_][\w-]{16,}|\bAIza[\w-]{30,}|\bsrec?_[\w-]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex KnownKey();

    [GeneratedRegex(@"[\w.+%-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w.-])", RegexOptions.CultureInvariant)]
    private static partial Regex CardNumber();

    // +49 30 1234567; without the plus it could be anything.
    [GeneratedRegex(@"\+\d[\d ()/-]{7,16}\d", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(@"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])", RegexOptions.CultureInvariant)]
    private static partial Regex Address4();

    // At least three groups, so that 10:20:30 stays what it is: a time has no letters and no ::
    [GeneratedRegex(@"(?<![\w:])(?=[0-9a-f:]*(?:::|[a-f]))(?:[0-9a-f]{1,4}:|:){3,7}:?[0-9a-f]{0,4}(?![\w:])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address6();

    [GeneratedRegex(@"(?<![\w/+-])[A-Za-z0-9/+_]{32,}={0,2}(?![\w/+-])", RegexOptions.CultureInvariant)]
    private static partial Regex LongRandom();
}
