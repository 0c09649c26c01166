using System.Security.Cryptography;

namespace SreCopilot.Gateway.Spa;

/// <summary>One file of the user interface, in every encoding it was built in, best first.</summary>
internal sealed record SpaFile(string ContentType, bool IsImmutable, IReadOnlyList<Representation> Representations);

/// <summary>The bytes of a file in one encoding.</summary>
/// <param name="Encoding">The <c>Content-Encoding</c>; null for the plain file.</param>
/// <param name="Path">Where the bytes are.</param>
/// <param name="Length">How many.</param>
/// <param name="ETag">A strong validator: the hash of the bytes, so that all replicas agree.</param>
internal sealed record Representation(string? Encoding, string Path, long Length, string ETag)
{
    public static Representation Read(string? encoding, string path)
    {
        using var stream = File.OpenRead(path);
        return new Representation(encoding, path, stream.Length, $"\"{Convert.ToHexStringLower(SHA256.HashData(stream).AsSpan(0, 16))}\"");
    }
}
