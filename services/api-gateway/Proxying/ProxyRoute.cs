using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.RateLimits;

namespace SreCopilot.ApiGateway.Proxying;

/// <summary>One line of the <see cref="RouteTable"/>.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PublicPath">The path under the gateway, a route template.</param>
/// <param name="Backend">The service that answers.</param>
/// <param name="BackendPath">The path there; <c>{name}</c> stands for the value of the same name in the public path.</param>
/// <param name="Access">Who may call.</param>
/// <param name="Injects">What the gateway writes into the request beside the internal token, which every request gets.</param>
internal sealed record ProxyRoute(string Method, string PublicPath, Backend Backend, string BackendPath, Access Access, Injects Injects = Injects.Nothing)
{
    private readonly BackendPath _path = new(BackendPath);

    /// <summary>Which cookies pass.</summary>
    public Cookies Cookies { get; init; }

    /// <summary>What a request is counted against.</summary>
    public Budget Budget { get; init; }

    /// <summary>Where it is not what the kind of caller may usually send.</summary>
    public long? BodyLimit { get; init; }

    /// <summary>Whether errors are answered in the form of OTLP: see <see cref="OtlpErrors"/>.</summary>
    public bool IsOtlp { get; init; }

    /// <summary>Whether a client may ask for a WebSocket.</summary>
    public bool Upgrades { get; init; }

    /// <summary>Largest body in bytes.</summary>
    public long MaxBody => BodyLimit ?? Access.Credential switch
    {
        Credential.ApiKey => BodyLimits.Ingest,
        Credential.Webhook => BodyLimits.Webhook,
        _ => BodyLimits.Default,
    };

    /// <summary>The path at the backend for one request; null when a value would change its structure.</summary>
    public string? FindPath(RouteValueDictionary values) => _path.Expand(values);
}

/// <summary>What the gateway writes into a request over whatever the client wrote there.</summary>
internal enum Injects
{
    /// <summary>Nothing: the path names the project and its service checks the membership, or the internal token is enough.</summary>
    Nothing,

    /// <summary>The query parameter <c>project_id</c>.</summary>
    Query,

    /// <summary>The same, and <c>project_id</c> and <c>tenant_id</c> at the top of the JSON body; fields that name a user are removed.</summary>
    Body,
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

/// <summary>Largest bodies in bytes.</summary>
internal static class BodyLimits
{
    /// <summary>What people and their programs send: forms.</summary>
    public const long Default = 1024 * 1024;

    /// <summary>A batch of telemetry. It streams through; the receiving service may allow less.</summary>
    public const long Ingest = 16 * 1024 * 1024;

    /// <summary>The same as JSON, which takes more memory while it is read: as much as the services take, so that the answer comes at once.</summary>
    public const long Json = 8 * 1024 * 1024;

    /// <summary>Some thousand alerts.</summary>
    public const long Alerts = 4 * 1024 * 1024;

    /// <summary>The most that GitHub sends.</summary>
    public const long Webhook = 25 * 1024 * 1024;
}
