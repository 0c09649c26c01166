namespace SreCopilot.ApiGateway.Proxying;

/// <summary>One line of the <see cref="RouteTable"/>.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PublicPath">The path under the gateway, a route template.</param>
/// <param name="Backend">The service that answers.</param>
/// <param name="BackendPath">The path there; <c>{name}</c> stands for the value of the same name in the public path.</param>
/// <param name="Access">Who may call.</param>
/// <param name="Cookies">Which cookies pass.</param>
internal sealed record ProxyRoute(
    string Method,
    string PublicPath,
    Backend Backend,
    string BackendPath,
    Access Access,
    Cookies Cookies = Cookies.None)
{
    private readonly BackendPath _path = new(BackendPath);

    /// <summary>The path at the backend for one request; null when a value would change its structure.</summary>
    public string? FindPath(RouteValueDictionary values) => _path.Expand(values);
}

/// <summary>What a caller must present. A valid access token is recognised on every route.</summary>
internal enum Access
{
    /// <summary>Nothing.</summary>
    Anyone,

    /// <summary>A user's access token, as a bearer token or cookie.</summary>
    User,

    /// <summary>The refresh cookie; the backend verifies it.</summary>
    RefreshCookie,
}

/// <summary>Which cookies pass between client and backend.</summary>
[Flags]
internal enum Cookies
{
    /// <summary>None in either direction.</summary>
    None = 0,

    /// <summary>The backend's <c>Set-Cookie</c> reaches the client.</summary>
    Set = 1,

    /// <summary>The client's refresh cookie reaches the backend.</summary>
    Refresh = 2,
}
