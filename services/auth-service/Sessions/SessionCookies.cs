using System.Net;
using Microsoft.Extensions.Options;

namespace SreCopilot.AuthService.Sessions;

/// <summary>The two cookies of the contract (conventions.md section 4).</summary>
internal sealed class SessionCookies(IOptions<SessionOptions> options)
{
    public const string AccessName = "access_token";
    public const string RefreshName = "refresh_token";

    // The browser's view of the path: through the entry point and api-gateway.
    private const string RefreshPath = "/api/v1/auth/refresh";

    private readonly SessionOptions _options = options.Value;

    public void Set(HttpContext http, SessionTokens tokens)
    {
        SetAccess(http, tokens.Access);
        Append(http, RefreshName, tokens.Refresh, RefreshPath, _options.RefreshTokenLifetime);
    }

    public void SetAccess(HttpContext http, string token) => Append(http, AccessName, token, "/", _options.AccessTokenLifetime);

    public void Clear(HttpContext http)
    {
        Append(http, AccessName, "", "/", TimeSpan.Zero);
        Append(http, RefreshName, "", RefreshPath, TimeSpan.Zero);
    }

    private void Append(HttpContext http, string name, string value, string path, TimeSpan lifetime)
    {
        // Answers with tokens are nobody's to keep (RFC 6749 section 5.1).
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Cookies.Append(name, value, new CookieOptions
        {
            HttpOnly = true,
            Secure = IsSecure(http.Request),
            SameSite = SameSiteMode.Lax,
            Path = path,
            MaxAge = lifetime,
        });
    }

    private bool IsSecure(HttpRequest request) => _options.SecureCookies switch
    {
        SecureCookies.Always => true,
        SecureCookies.Never => false,
        _ => EntryPoint.SchemeOf(request) != Uri.UriSchemeHttp || !IsLoopback(EntryPoint.HostOf(request).Host),
    };

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
