using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.Secrets;

/// <summary>What is derived from a configured key: 256 bits for AES, and a name that reveals nothing about them.</summary>
internal sealed class EncryptionKey
{
    private const int KeyBytes = 32;
    private const int IdBytes = 4;

    public EncryptionKey(string secret)
    {
        var material = Encoding.UTF8.GetBytes(secret);
        Bytes = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, KeyBytes, info: "srecopilot secrets v1"u8.ToArray());
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, material, IdBytes, info: "srecopilot secrets v1 key id"u8.ToArray()));
    }

    /// <summary>Eight characters, stored in front of what the key encrypted.</summary>
    public string Id { get; }

    public byte[] Bytes { get; }
}
