using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>What senders call alerts and groups, at a length that fits an index.</summary>
internal static class Identifier
{
    private const int MostCharacters = 100;

    /// <summary>A fingerprint as it was sent, or its hash when it is long or no plain text.</summary>
    public static string Fingerprint(string sent) =>
        sent.Length <= MostCharacters && sent.All(character => char.IsAscii(character) && !char.IsControl(character)) ? sent : Hash(sent);

    /// <summary>For senders that send none: the alert is what its labels say.</summary>
    public static string Fingerprint(IReadOnlyDictionary<string, string> labels) => Hash([.. labels.SelectMany(label => new[] { label.Key, label.Value })]);

    public static string Group(params string[] parts) => Hash(parts);

    private static string Hash(params string[] parts) =>
        // The separator is no character of any part: cleaned texts have no control characters, and others stand alone.
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u0001', parts))).AsSpan(0, 16));
}
