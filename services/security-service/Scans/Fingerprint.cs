using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.SecurityService.Scans;

/// <summary>
/// What makes a finding the same one in the next scan, and in that of another scanner. Versions and line numbers are not part of
/// it: both change while the problem stays.
/// </summary>
internal static class Fingerprint
{
    /// <summary>Of a known vulnerability in a package.</summary>
    public static string OfPackage(string id, string package) => Hash("package", id.ToUpperInvariant(), package.ToLowerInvariant());

    /// <summary>Of something that a rule found in a file.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="file">The file.</param>
    /// <param name="what">What the scanner itself recognises it by; else its words.</param>
    /// <param name="number">The how manieth with the same three.</param>
    public static string OfCode(string rule, string file, string what, int number) =>
        Hash("code", rule, file, string.Join(' ', what.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), $"{number}");

    private static string Hash(params string[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))));
}
