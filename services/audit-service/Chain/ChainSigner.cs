using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;

namespace SreCopilot.AuditService.Chain;

/// <summary>
/// Signs where a chain ends and where its kept part begins, with a key that is not in the database: whoever can only write to the
/// database may compute all hashes again, but cannot sign the new end. The key comes from <c>INTERNAL_SERVICE_KEY</c>; during a
/// rotation the previous one is accepted, and what it signed is signed again (<see cref="Retention.RetentionJob"/>).
/// </summary>
internal sealed class ChainSigner(IOptions<InternalTokenOptions> options)
{
    private readonly byte[] _key = Derive(options.Value.Key);
    private readonly byte[]? _previousKey = options.Value.PreviousKey is { } previous ? Derive(previous) : null;

    public byte[] Sign(string kind, Guid tenantId, long sequence, byte[] hash) => Sign(_key, kind, tenantId, sequence, hash);

    public bool IsSigned(string kind, Guid tenantId, long sequence, byte[] hash, byte[] signature) =>
        IsCurrent(kind, tenantId, sequence, hash, signature)
        || (_previousKey is not null && CryptographicOperations.FixedTimeEquals(signature, Sign(_previousKey, kind, tenantId, sequence, hash)));

    /// <summary>Whether it will still be valid after the rotation.</summary>
    public bool IsCurrent(string kind, Guid tenantId, long sequence, byte[] hash, byte[] signature) =>
        CryptographicOperations.FixedTimeEquals(signature, Sign(_key, kind, tenantId, sequence, hash));

    private static byte[] Sign(byte[] key, string kind, Guid tenantId, long sequence, byte[] hash)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, sequence);
        byte[] text = [.. Encoding.ASCII.GetBytes(kind), .. tenantId.ToByteArray(bigEndian: true), .. number, .. hash];
        return HMACSHA256.HashData(key, text);
    }

    private static byte[] Derive(string secret) => HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "srecopilot.audit.chain"u8.ToArray());
}
