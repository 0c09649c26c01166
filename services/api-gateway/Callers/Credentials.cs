namespace SreCopilot.ApiGateway.Callers;

/// <summary>Where a caller's credentials may be.</summary>
internal static class Credentials
{
    public const string AccessCookie = "access_token";
    public const string ApiKeyHeader = "X-API-Key";
    private const string OtherApiKeyHeader = "api-key";

    /// <summary>A user's access token: the <c>Authorization</c> header, failing that the session cookie.</summary>
    public static string? FindAccessToken(HttpRequest request) => FindBearerToken(request) ?? request.Cookies[AccessCookie];

    /// <summary>The token of <c>Bearer &lt;token&gt;</c>: the scheme in any case, exactly two parts.</summary>
    public static string? FindBearerToken(HttpRequest request) =>
        request.Headers.Authorization is [{ } header]
        && header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var scheme, var token]
        && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? token
            : null;

    /// <summary>The API key, when exactly one was sent: <c>X-API-Key</c>, or where senders of telemetry can only be told to use
    /// them, <c>api-key</c> and <c>Authorization: Bearer</c>.</summary>
    public static string? FindApiKey(HttpRequest request) => request.Headers.ContainsKey(ApiKeyHeader)
        ? Only(request, ApiKeyHeader)
        : Only(request, OtherApiKeyHeader) ?? FindBearerToken(request);

    private static string? Only(HttpRequest request, string header) => request.Headers[header] is [{ Length: > 0 } key] ? key : null;
}
