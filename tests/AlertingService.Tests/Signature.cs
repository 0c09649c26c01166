using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.AlertingService.Tests;

/// <summary>Verifies webhooks as docs/alerting.md tells receivers to.</summary>
internal static class Signature
{
    public const string Secret = "a secret of the receiver's own";

    public static bool IsValid(ReceivedRequest request, string secret = Secret)
    {
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{request.Headers["X-Webhook-Timestamp"]}.{request.Body}"));
        return request.Headers["X-Webhook-Signature"] == $"sha256={Convert.ToHexStringLower(expected)}";
    }
}
