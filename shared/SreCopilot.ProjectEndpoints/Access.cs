using SreCopilot.Identity;

namespace SreCopilot.ProjectEndpoints;

/// <summary>Who may call an endpoint: the roles of users, other services, the scope of API keys.</summary>
public sealed class Access
{
    private static readonly string[] Viewers = ["owner", "admin", "engineer", "viewer"];
    private static readonly string[] Engineers = ["owner", "admin", "engineer"];
    private static readonly string[] Admins = ["owner", "admin"];

    private readonly string[] _roles;
    private readonly bool _service;

    private Access(string[] roles, bool service = false, string? scope = null) => (_roles, _service, Scope) = (roles, service, scope);

    /// <summary>Everybody whom api-gateway lets through: the endpoint itself asks for a proof, such as a signature.</summary>
    public static Access Anyone { get; } = new([]);

    /// <summary>Every member of the project; other services of the platform on the project's behalf.</summary>
    public static Access Viewer { get; } = new(Viewers, service: true);

    /// <summary>The project's engineers, administrators and owners.</summary>
    public static Access Engineer { get; } = new(Engineers);

    /// <summary>The same; other services of the platform on the project's behalf.</summary>
    public static Access EngineerOrService { get; } = new(Engineers, service: true);

    /// <summary>The project's administrators and owners.</summary>
    public static Access Admin { get; } = new(Admins);

    /// <summary>Other services of the platform, on the project's behalf.</summary>
    public static Access Service { get; } = new([], service: true);

    /// <summary>The scope of the API keys that may; null: none may.</summary>
    public string? Scope { get; }

    /// <summary>API keys of the project with a scope.</summary>
    /// <param name="scope">One of <see cref="ApiKeyScopes"/>.</param>
    /// <returns>Who may.</returns>
    public static Access Key(string scope) => new([], scope: scope);

    /// <summary>API keys of the project with a scope; other services of the platform on the project's behalf.</summary>
    /// <param name="scope">One of <see cref="ApiKeyScopes"/>.</param>
    /// <returns>Who may.</returns>
    public static Access KeyOrService(string scope) => new([], service: true, scope);

    /// <summary>The project's engineers, administrators and owners, and API keys of the project with a scope.</summary>
    /// <param name="scope">One of <see cref="ApiKeyScopes"/>.</param>
    /// <returns>Who may.</returns>
    public static Access EngineerOrKey(string scope) => new(Engineers, scope: scope);

    /// <summary>Whether it lets a caller in.</summary>
    /// <param name="caller">As the internal token says.</param>
    /// <returns>True when it does.</returns>
    public bool Allows(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Kind switch
        {
            CallerKind.User => _roles.Contains(caller.ProjectRole),
            CallerKind.Service => _service,
            CallerKind.ApiKey => Scope is not null && caller.Scopes.Contains(Scope),
            _ => false,
        };
    }

    /// <summary>Why a caller is not let in.</summary>
    /// <param name="caller">As the internal token says.</param>
    /// <returns>A sentence.</returns>
    public string Refusal(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Kind switch
        {
            CallerKind.User when caller.ProjectRole == "viewer" && _roles.Contains("engineer") => "Viewers of the project may not do this.",
            CallerKind.User when caller.ProjectRole is "viewer" or "engineer" && _roles.Contains("admin") => "Only administrators and owners of the project may do this.",
            CallerKind.ApiKey when Scope is not null => $"The API key does not have the scope {Scope}.",
            _ => "You do not have permission to do this.",
        };
    }
}
