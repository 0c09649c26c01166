using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.AuthService.Accounts;

/// <summary>The part of a name that may stand in a URL.</summary>
internal static class Slug
{
    private const int MaximumLength = 80;

    /// <summary>Lower-case letters and digits of the name, everything between them one hyphen.</summary>
    public static string From(string name, string fallback)
    {
        var slug = new StringBuilder();
        foreach (var character in name.ToLowerInvariant())
        {
            if (slug.Length == MaximumLength)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(character);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString().Trim('-');
        return text.Length > 0 ? text : fallback;
    }

    /// <summary>The same slug with a random end, for when it is taken.</summary>
    public static string Vary(string slug) => $"{slug}-{RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 8)}";
}
