using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SreCopilot.MetricsCollectorService.Errors;

/// <summary>What makes two errors the same: service, class, and the message without what changes from one time to the next.</summary>
internal static partial class ErrorFingerprint
{
    private const int MessageLength = 100;
    private const int HashLength = 32;

    /// <summary>As the earlier system wrote it: <c>web|ValueError|bad id &lt;num&gt; for &lt;uuid&gt;</c>.</summary>
    public static string Describe(string service, string errorClass, string message)
    {
        // No more than counts can matter; a UUID is the longest thing that gets shorter.
        var start = message.Length > MessageLength * 12 ? message[..(MessageLength * 12)] : message;
        var normal = Numbers().Replace(Uuids().Replace(start, "<uuid>"), "<num>");
        return $"{service}|{errorClass}|{(normal.Length > MessageLength ? normal[..MessageLength] : normal)}";
    }

    public static string Of(string service, string errorClass, string message) => Hash(Describe(service, errorClass, message));

    /// <summary>From a path: the hash, or the description that the earlier system used there.</summary>
    public static string Parse(string text) =>
        text.Length == HashLength && text.All(char.IsAsciiHexDigitLower) ? text : Hash(text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));

    private static string Hash(string description) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description)).AsSpan(0, HashLength / 2));

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
    private static partial Regex Uuids();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
