using System.Text.RegularExpressions;

namespace SreCopilot.AiService.Collection;

/// <summary>What error messages of all kinds of programs have in common.</summary>
internal static partial class Phrases
{
    public static bool SaysCertificateExpired(string text) => Certificate().IsMatch(text);

    public static bool SaysOutOfMemory(string text) => Memory().IsMatch(text);

    /// <summary>The longest known name in a text; empty when there is none.</summary>
    public static string FindName(string text, IEnumerable<string> names) => names
        .Where(name => name.Length > 2 && Contains(text, name))
        .OrderByDescending(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)
        .FirstOrDefault("");

    // "shop" is not in "workshop", but in "shop.internal:443" and "https://shop/".
    private static bool Contains(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + name.Length;
            if ((at == 0 || !IsPart(text[at - 1])) && (end == text.Length || !IsPart(text[end])))
            {
                return true;
            }
        }

        return false;

        static bool IsPart(char character) => char.IsLetterOrDigit(character) || character is '-' or '_';
    }

    // Go: "x509: certificate has expired or is not yet valid: current time 2026-03-01T10:00:00Z is after ..."
    // OpenSSL: "SSL routines::certificate verify failed (certificate has expired)"; Node: "CERT_HAS_EXPIRED"; .NET: "NotTimeValid"
    // Java: "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed ... CertificateExpiredException"
    [GeneratedRegex(@"certificate\s+(has\s+|is\s+)?expired|CERT_HAS_EXPIRED|CertificateExpired|NotTimeValid|certificate\s+.{0,40}no\s+longer\s+valid", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Certificate();

    // .NET: "System.OutOfMemoryException"; Java: "java.lang.OutOfMemoryError: Java heap space"; Node: "JavaScript heap out of memory"; kubelet: "OOMKilled"
    [GeneratedRegex(@"OutOfMemory|out\s+of\s+memory|OOMKilled|Cannot\s+allocate\s+memory|MemoryError", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Memory();
}
