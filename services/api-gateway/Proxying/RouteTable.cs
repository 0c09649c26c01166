using static SreCopilot.ApiGateway.Backend;
using static SreCopilot.ApiGateway.Proxying.Access;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>
/// Everything the gateway forwards, one line each. What is not listed here does not exist: 404, or 405 for another method.
/// Every forwarded request carries the internal token of its caller; client credentials never leave the gateway, except
/// the refresh cookie where a line says so.
/// </summary>
internal static class RouteTable
{
    public static readonly IReadOnlyList<ProxyRoute> All =
    [
        //  method  public path              service  its path    who may call    cookies
        new("POST", "/api/v1/auth/register", Auth, "/register", Anyone, Cookies.Set),
        new("POST", "/api/v1/auth/login",    Auth, "/login",    Anyone, Cookies.Set),
        new("POST", "/api/v1/auth/logout",   Auth, "/logout",   Anyone, Cookies.Set | Cookies.Refresh),
        new("POST", "/api/v1/auth/refresh",  Auth, "/refresh",  RefreshCookie, Cookies.Set | Cookies.Refresh),
        new("GET",  "/api/v1/auth/me",       Auth, "/me",       User),
    ];
}
