using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Checks signatures as AWS does, from what arrived; written from the specification and not from the service.</summary>
internal static class AwsSignature
{
    // AWS4-HMAC-SHA256 Credential=AKID/20260301/eu-west-1/ec2/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=...
    public static (string KeyId, string Service, string Region)? Parse(HttpRequest request)
    {
        var scope = Part(request, "Credential").Split('/');
        return request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal) && scope is [var key, _, var region, var service, "aws4_request"]
            ? (key, service, region)
            : null;
    }

    /// <summary>AWS's error code; null when the signature is good.</summary>
    public static string? Check(HttpRequest request, byte[] body, string secret, DateTimeOffset now)
    {
        var moment = request.Headers["X-Amz-Date"].ToString();
        var scope = Part(request, "Credential").Split('/')[1..];
        if (!DateTimeOffset.TryParseExact(moment, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt) || Math.Abs((signedAt - now).TotalMinutes) > 5)
        {
            return "RequestExpired";
        }

        var signed = Part(request, "SignedHeaders").Split(';');
        // Otherwise somebody on the way could exchange them.
        if (!signed.Contains("host") || !signed.Contains("x-amz-date") || !signed.Contains("content-type") || (request.Headers.ContainsKey("X-Amz-Security-Token") && !signed.Contains("x-amz-security-token")))
        {
            return "SignatureDoesNotMatch";
        }

        var canonical = new StringBuilder().Append(request.Method).Append('\n').Append(request.Path.Value).Append('\n').Append('\n');
        foreach (var name in signed)
        {
            canonical.Append(name).Append(':').Append(request.Headers[name].ToString().Trim()).Append('\n');
        }

        canonical.Append('\n').Append(string.Join(';', signed)).Append('\n').Append(Hex(SHA256.HashData(body)));
        var text = $"AWS4-HMAC-SHA256\n{moment}\n{string.Join('/', scope)}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var piece in scope)
        {
            key = new HMACSHA256(key).ComputeHash(Encoding.UTF8.GetBytes(piece));
        }

        return Hex(new HMACSHA256(key).ComputeHash(Encoding.UTF8.GetBytes(text))) == Part(request, "Signature") ? null : "SignatureDoesNotMatch";
    }

    private static string Part(HttpRequest request, string name)
    {
        var header = request.Headers.Authorization.ToString();
        var start = header.IndexOf(name + "=", StringComparison.Ordinal);
        return start < 0 ? "" : header[(start + name.Length + 1)..].Split(',')[0].Trim();
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
