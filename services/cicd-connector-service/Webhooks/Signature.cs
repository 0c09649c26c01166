using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>How senders prove that they know the secret. All comparisons take the same time whatever is compared.</summary>
internal static class Signature
{
    private const string Sha256 = "sha256=";

    /// <summary>How far the clock of a sender that signs the time may be off; what is older is a replay.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The secret itself.</summary>
    public static bool IsSecret(string? given, IReadOnlyList<string> secrets)
    {
        if (string.IsNullOrEmpty(given))
        {
            return false;
        }

        // Hashed, so that the length does not show either.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        return secrets.Any(secret => CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(secret))));
    }

    /// <summary><c>sha256=757107ea…</c>: GitHub, Bitbucket.</summary>
    public static bool IsOfBody(string? header, ReadOnlyMemory<byte> body, IReadOnlyList<string> secrets) =>
        header?.StartsWith(Sha256, StringComparison.Ordinal) == true && IsHex(header[Sha256.Length..], body.Span, secrets);

    /// <summary><c>sha256=…</c> over <c>TIMESTAMP.BODY</c>, the timestamp in seconds since 1970: the deployment hook.</summary>
    public static bool IsOfTimeAndBody(string? header, string? timestamp, ReadOnlyMemory<byte> body, IReadOnlyList<string> secrets, DateTimeOffset now) =>
        header?.StartsWith(Sha256, StringComparison.Ordinal) == true && IsNow(timestamp, now)
        && IsHex(header[Sha256.Length..], [.. Encoding.ASCII.GetBytes($"{timestamp}."), .. body.Span], secrets);

    /// <summary>
    /// <c>v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=</c> over <c>ID.TIMESTAMP.BODY</c>, several separated by blanks: Standard Webhooks, GitLab.
    /// A secret that begins with <c>whsec_</c> is the key in base64.
    /// </summary>
    public static bool IsStandard(string? header, string? id, string? timestamp, ReadOnlyMemory<byte> body, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        if (header is null || string.IsNullOrEmpty(id) || !IsNow(timestamp, now))
        {
            return false;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body.Span];
        foreach (var signature in header.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var given = new byte[HMACSHA256.HashSizeInBytes];
            if (signature.StartsWith("v1,", StringComparison.Ordinal) && Convert.TryFromBase64String(signature[3..], given, out var length) && length == given.Length
                && secrets.Any(secret => CryptographicOperations.FixedTimeEquals(given, HMACSHA256.HashData(KeyOf(secret), signed))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHex(string hex, ReadOnlySpan<byte> signed, IReadOnlyList<string> secrets)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (hex.Length != 2 * given.Length || Convert.FromHexString(hex, given, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        var isRight = false;
        foreach (var secret in secrets)
        {
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed, expected);
            isRight |= CryptographicOperations.FixedTimeEquals(given, expected);
        }

        return isRight;
    }

    private static byte[] KeyOf(string secret)
    {
        const string Prefix = "whsec_";
        if (secret.StartsWith(Prefix, StringComparison.Ordinal) && Base64.IsValid(secret.AsSpan(Prefix.Length)))
        {
            return Convert.FromBase64String(secret[Prefix.Length..]);
        }

        return Encoding.UTF8.GetBytes(secret);
    }

    private static bool IsNow(string? timestamp, DateTimeOffset now) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Tolerance.TotalSeconds;
}
