using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.CloudConnectorService.Providers.Aws;

/// <summary>What AWS knows a caller by.</summary>
internal sealed record AwsKeys(string Id, string Secret, string? SessionToken)
{
    /// <summary>Never the secret.</summary>
    public override string ToString() => nameof(AwsKeys);
}

/// <summary>
/// AWS Signature Version 4: proves who asks, and that method, path, query, headers and body are what was signed. All headers that the
/// request has when it is signed are signed. Checked against AWS's published test suite.
/// </summary>
internal static class SignatureV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, AwsKeys keys, string region, string service, DateTimeOffset now)
    {
        var moment = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", moment);
        if (keys.SessionToken is { Length: > 0 } token)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", token);
        }

        var headers = HeadersOf(request);
        var names = string.Join(';', headers.Keys);
        var canonical = string.Join('\n',
            request.Method.Method, PathOf(request.RequestUri!), QueryOf(request.RequestUri!), string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n")), names, Hash(body));
        var scope = $"{moment[..8]}/{region}/{service}/aws4_request";
        var text = string.Join('\n', Algorithm, moment, scope, Hash(Encoding.UTF8.GetBytes(canonical)));
        var key = Derive(Derive(Derive(Derive(Encoding.UTF8.GetBytes($"AWS4{keys.Secret}"), moment[..8]), region), service), "aws4_request");
        request.Headers.TryAddWithoutValidation("Authorization", $"{Algorithm} Credential={keys.Id}/{scope}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(Derive(key, text))}");
    }

    private static SortedDictionary<string, string> HeadersOf(HttpRequestMessage request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.Headers.Host ?? request.RequestUri!.Authority };
        foreach (var (name, values) in request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default).Where(header => header.Key != "Content-Length"))
        {
            headers[name.ToLowerInvariant()] = string.Join(',', values.Select(Trim));
        }

        return headers;
    }

    // "  a   b " is "a b".
    private static string Trim(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string PathOf(Uri address) => string.Join('/', address.AbsolutePath.Split('/').Select(piece => Encode(Uri.UnescapeDataString(piece))));

    private static string QueryOf(Uri address) => string.Join('&', address.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Encode(Uri.UnescapeDataString(pair[0])), Value: pair.Length > 1 ? Encode(Uri.UnescapeDataString(pair[1])) : ""))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    // Unreserved characters as they are, all others as %XX of their UTF-8.
    private static string Encode(string text) => Uri.EscapeDataString(text);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Derive(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
