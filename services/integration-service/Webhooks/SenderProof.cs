using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace SreCopilot.IntegrationService.Webhooks;

/// <summary>Whether a sender showed that it knows the secret.</summary>
internal enum Proof
{
    /// <summary>It does.</summary>
    Valid,

    /// <summary>It showed nothing.</summary>
    Missing,

    /// <summary>It does not.</summary>
    Wrong,

    /// <summary>It does, but the request is an old one, perhaps recorded by somebody.</summary>
    Stale,
}

/// <summary>
/// The ways in which senders can prove that they know the secret:
/// <list type="bullet">
/// <item><c>X-Webhook-Secret: SECRET</c>: the contract's.</item>
/// <item><c>Authorization: Bearer SECRET</c>, or <c>Basic</c> with the secret as the password: what Prometheus and Alertmanager can send.</item>
/// <item><c>X-Grafana-Alerting-Signature: HEX</c>, over the body or, with <c>X-Grafana-Alerting-Timestamp: 1772360430</c>, over
/// <c>1772360430:BODY</c>: Grafana 12.</item>
/// <item><c>X-Webhook-Signature: sha256=HEX</c>, over the body or, with <c>X-Webhook-Timestamp: 1772360430</c>, over <c>1772360430.BODY</c>;
/// <c>X-Hub-Signature-256: sha256=HEX</c> over the body.</item>
/// </list>
/// All signatures are HMAC-SHA256. A signature counts alone: whatever else is sent cannot heal a wrong one.
/// </summary>
internal sealed class SenderProof(IOptions<WebhookOptions> options, TimeProvider time)
{
    private const string Prefix = "sha256=";

    private static readonly (string Signature, string? Timestamp, char Separator)[] Signatures =
    [
        ("X-Grafana-Alerting-Signature", "X-Grafana-Alerting-Timestamp", ':'),
        ("X-Webhook-Signature", "X-Webhook-Timestamp", '.'),
        ("X-Hub-Signature-256", null, '.'),
    ];

    public Proof Check(IHeaderDictionary headers, ReadOnlyMemory<byte> body, IEnumerable<string> secrets)
    {
        foreach (var (signature, timestamp, separator) in Signatures)
        {
            if (headers[signature] is [{ Length: > 0 } sent, ..])
            {
                return CheckSignature(sent, timestamp is null ? null : headers[timestamp].ToString(), separator, body, secrets);
            }
        }

        return FindSecret(headers) is not { } shown ? Proof.Missing : secrets.Any(secret => Same(shown, secret)) ? Proof.Valid : Proof.Wrong;
    }

    private Proof CheckSignature(string sent, string? timestamp, char separator, ReadOnlyMemory<byte> body, IEnumerable<string> secrets)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hex = sent.AsSpan().Trim();
        hex = hex.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? hex[Prefix.Length..] : hex;
        if (hex.Length != signature.Length * 2 || Convert.FromHexString(hex, signature, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return Proof.Wrong;
        }

        var isSigned = false;
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
            if (!string.IsNullOrEmpty(timestamp))
            {
                hmac.AppendData(Encoding.UTF8.GetBytes($"{timestamp}{separator}"));
            }

            hmac.AppendData(body.Span);
            isSigned |= CryptographicOperations.FixedTimeEquals(hmac.GetHashAndReset(), signature);
        }

        return !isSigned ? Proof.Wrong : string.IsNullOrEmpty(timestamp) || IsRecent(timestamp) ? Proof.Valid : Proof.Stale;
    }

    private bool IsRecent(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs((decimal)time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= options.Value.ReplaySeconds;

    private static string? FindSecret(IHeaderDictionary headers)
    {
        if (headers["X-Webhook-Secret"] is [{ Length: > 0 } own, ..])
        {
            return own;
        }

        var authorization = headers[HeaderNames.Authorization].ToString();
        var scheme = authorization.Split(' ', 2, StringSplitOptions.TrimEntries);
        return scheme switch
        {
            [var name, { Length: > 0 } token] when name.Equals("Bearer", StringComparison.OrdinalIgnoreCase) => token,
            [var name, { Length: > 0 } token] when name.Equals("Basic", StringComparison.OrdinalIgnoreCase) => PasswordOf(token),
            _ => null,
        };
    }

    private static string PasswordOf(string credentials)
    {
        Span<byte> bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(credentials.Length)];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length))
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(bytes[..length]);
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    // Hashed, so that not even the length tells anything.
    private static bool Same(string shown, string secret) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
