using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.TimeSeries;

/// <summary>What identifies a request, so that sending it again does not store it again.</summary>
public static class RequestKey
{
    /// <summary>The longest key that a client may give.</summary>
    public const int MaximumLength = 255;

    /// <summary>Of a client that names its requests: header <c>Idempotency-Key</c>.</summary>
    /// <param name="idempotencyKey">The header's value.</param>
    /// <returns>The key.</returns>
    public static byte[] OfClient(string idempotencyKey) => SHA256.HashData(Encoding.UTF8.GetBytes("client:" + idempotencyKey));

    /// <summary>Of a protocol whose clients send the same bytes again when they got no answer, and whose rows all carry the
    /// client's time, so that the same bytes are the same data: OTLP, Prometheus remote write.</summary>
    /// <param name="body">The body as it was sent.</param>
    /// <returns>The key.</returns>
    public static byte[] OfBody(ReadOnlySpan<byte> body) => SHA256.HashData(body);
}
