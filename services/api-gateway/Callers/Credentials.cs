namespace SreCopilot.ApiGateway.Callers;

/// <summary>Where a user's access token may be: the <c>Authorization</c> header, failing that the session cookie.</summary>
internal static class Credentials
{
    public const string AccessCookie = "access_token";

    public static string? FindAccessToken(HttpRequest request) => FindBearerToken(request) ?? request.Cookies[AccessCookie];

    /// <summary>The token of <c>Bearer &lt;token&gt;</c>: the scheme in any case, exactly two parts.</summary>
    public static string? FindBearerToken(HttpRequest request) =>
        request.Headers.Authorization is [{ } header]
        && header.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var scheme, var token]
        && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? token
            : null;
}
