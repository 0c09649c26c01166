using SreCopilot.ApiGateway.Cors;
using SreCopilot.ApiGateway.Proxying;

namespace SreCopilot.ApiGateway.Callers;

/// <summary>
/// Refuses what another web site makes a signed-in user's browser send: a state-changing request, or a WebSocket (whose messages
/// any page could read), that carries a session cookie must prove that it comes from our own pages, or from those that the operator trusts. Bearer callers need no proof:
/// no browser adds that header by itself.
/// </summary>
internal static class CrossSiteRequests
{
    public const string Detail =
        "This request carries a session cookie but does not come from the platform's own pages. Programs should send the access token as 'Authorization: Bearer ...' instead of the cookie.";

    public static bool IsForged(HttpRequest request, TrustedOrigins origins) =>
        (!IsSafe(request.Method) || IsHandshake(request))
        && CarriesSession(request)
        && Credentials.FindBearerToken(request) is null
        && !IsSameOrigin(request)
        && !origins.Contains(request.Headers.Origin.ToString());

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsHandshake(HttpRequest request) => request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    private static bool CarriesSession(HttpRequest request) =>
        request.Cookies.ContainsKey(Credentials.AccessCookie) || request.Cookies.ContainsKey(BackendTransformer.RefreshCookie);

    // Sec-Fetch-Site cannot be set by scripts; browsers leave it out only on plain http, where Origin remains. Only the
    // host is compared: behind a TLS proxy the scheme may not be known here.
    private static bool IsSameOrigin(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        "" => Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && IsSameHost(request.Host, origin),
        _ => false,
    };

    private static bool IsSameHost(HostString host, Uri origin) =>
        origin.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? port == origin.Port : origin.IsDefaultPort);
}
