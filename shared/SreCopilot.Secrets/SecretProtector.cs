using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SreCopilot.Secrets;

/// <summary>
/// Encrypts secrets for storage with AES-256-GCM: <c>v1.KEYID.BASE64URL(nonce, ciphertext, tag)</c>. The key id tells which key
/// decrypts, so a key is replaced without downtime: configure both, everything that is written from then on uses the new one.
/// </summary>
public sealed partial class SecretProtector(IOptions<EncryptionOptions> options, ILogger<SecretProtector> logger)
{
    private const string Version = "v1";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly EncryptionKey _current = new(options.Value.Key);
    private readonly EncryptionKey? _previous = options.Value.PreviousKey is { } previous ? new EncryptionKey(previous) : null;

    /// <summary>Encrypts a secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="place">Where it is kept, for example <c>monitoring_integrations/ID/password</c>. It is not stored: whoever
    /// decrypts must name the same place, so a stored value copied to another row or column is worth nothing there.</param>
    /// <returns>Printable ASCII.</returns>
    public string Protect(string secret, string place)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var length = Encoding.UTF8.GetByteCount(secret);
        var sealedBytes = new byte[NonceBytes + length + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_current.Bytes, TagBytes);
        aes.Encrypt(
            nonce, Encoding.UTF8.GetBytes(secret), sealedBytes.AsSpan(NonceBytes, length), sealedBytes.AsSpan(NonceBytes + length), Bind(_current, place));
        return $"{Version}.{_current.Id}.{Base64Url.EncodeToString(sealedBytes)}";
    }

    /// <summary>Decrypts what <see cref="Protect"/> returned.</summary>
    /// <param name="stored">The stored text.</param>
    /// <param name="place">The place that was given when it was encrypted.</param>
    /// <returns>The secret; null, with a line in the log, when neither key fits or the text was changed.</returns>
    public string? Unprotect(string stored, string place)
    {
        var parts = stored?.Split('.') ?? [];
        if (parts is not [Version, var keyId, var text] || Find(keyId) is not { } key)
        {
            LogUnknownKey(place, parts is [_, var id, _] ? id : "?", _current.Id);
            return null;
        }

        try
        {
            var sealedBytes = Base64Url.DecodeFromChars(text);
            if (sealedBytes.Length >= NonceBytes + TagBytes)
            {
                var secret = new byte[sealedBytes.Length - NonceBytes - TagBytes];
                using var aes = new AesGcm(key.Bytes, TagBytes);
                aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes, secret.Length), sealedBytes.AsSpan(^TagBytes..), secret, Bind(key, place));
                return Encoding.UTF8.GetString(secret);
            }
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            // The same as a text that is too short: it is not what was stored.
        }

        LogTampered(place);
        return null;
    }

    /// <summary>Whether a stored text was encrypted with another key than the current one and should be written anew.</summary>
    /// <param name="stored">The stored text.</param>
    /// <returns>True for a text of the previous (or an unknown) key.</returns>
    public bool IsOutdated(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return !stored.StartsWith($"{Version}.{_current.Id}.", StringComparison.Ordinal);
    }

    private EncryptionKey? Find(string id) => id == _current.Id ? _current : id == _previous?.Id ? _previous : null;

    private static byte[] Bind(EncryptionKey key, string place) => Encoding.UTF8.GetBytes($"{Version}.{key.Id}.{place}");

    [LoggerMessage(LogLevel.Error, "The secret at {Place} was encrypted with key {KeyId}, which is not configured (the current one is {CurrentKeyId}); set ENCRYPTION_PREVIOUS_KEY, or enter the secret again")]
    private partial void LogUnknownKey(string place, string keyId, string currentKeyId);

    [LoggerMessage(LogLevel.Error, "The secret at {Place} was changed or moved in the database; enter it again")]
    private partial void LogTampered(string place);
}
