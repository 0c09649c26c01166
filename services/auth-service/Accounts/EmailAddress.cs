using System.Text.RegularExpressions;

namespace SreCopilot.AuthService.Accounts;

/// <summary>What is accepted as an e-mail address: plausible, and never something that a mail header or a log could trip over.</summary>
internal static partial class EmailAddress
{
    private const int MaximumLength = 254;
    private const int MaximumLocalLength = 64;

    /// <summary>The address as it is stored (surrounding blanks removed, domain in lower case), or null when it is none.</summary>
    public static string? Parse(string? text)
    {
        var address = text?.Trim() ?? "";
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at > MaximumLocalLength || address.Length > MaximumLength || !Shape().IsMatch(address))
        {
            return null;
        }

        return string.Concat(address.AsSpan(0, at), address[at..].ToLowerInvariant());
    }

    // Local part: dot-separated atoms of RFC 5322, letters of any script. Domain: dot-separated labels, at least two.
    [GeneratedRegex(@"^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
