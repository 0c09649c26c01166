using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.AuthService.ApiKeys;

/// <summary>The key as its owner sees it once: <c>srec_</c> and 48 random bytes in base64url (contract: conventions.md section 6).</summary>
internal static class RawApiKey
{
    private const string Prefix = "srec_";
    private const int RandomBytes = 48;
    private const int Length = 69;
    private const int ShownLength = 12;

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static bool IsPlausible(string? key) => key is { Length: Length } && key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The beginning, by which the owner recognises it.</summary>
    public static string Shown(string key) => key[..ShownLength];

    /// <summary>All that is stored of it.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
