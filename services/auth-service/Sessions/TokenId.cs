using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.AuthService.Sessions;

/// <summary>
/// The <c>jti</c> of refresh tokens: 32 bytes in 43 characters as in the contract. The first half names the session, the
/// second half tells its tokens apart.
/// </summary>
internal static class TokenId
{
    private const int HalfBytes = 16;

    /// <summary>A new random id.</summary>
    public static string Create(Guid session) => Encode(session, RandomNumberGenerator.GetBytes(HalfBytes));

    /// <summary>
    /// The id of the refresh token that follows a given one. It is always the same, so whoever repeats a refresh gets the
    /// same successor; without the key nobody can tell which.
    /// </summary>
    public static string Successor(Guid session, string id, string key) =>
        Encode(session, HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes("refresh token after " + id)).AsSpan(0, HalfBytes));

    /// <summary>What is stored of a refresh token.</summary>
    public static byte[] Hash(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));

    /// <summary>The session a token belongs to; null when the id is not one of ours.</summary>
    public static Guid? SessionOf(string? id)
    {
        Span<byte> bytes = stackalloc byte[HalfBytes * 2];
        return id is { Length: 43 } && Base64Url.TryDecodeFromChars(id, bytes, out var length) && length == bytes.Length
            ? new Guid(bytes[..HalfBytes], bigEndian: true)
            : null;
    }

    private static string Encode(Guid session, ReadOnlySpan<byte> rest)
    {
        Span<byte> bytes = stackalloc byte[HalfBytes * 2];
        session.TryWriteBytes(bytes, bigEndian: true, out _);
        rest.CopyTo(bytes[HalfBytes..]);
        return Base64Url.EncodeToString(bytes);
    }
}
