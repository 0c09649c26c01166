using SreCopilot.Identity;

namespace SreCopilot.ProjectEndpoints;

/// <summary>Who may call an endpoint: the roles of users, other services, the scope of API keys.</summary>
public sealed class Access
{
    private readonly string[] _roles;
    private readonly bool _service;
    private readonly string? _scope;

    private Access(string[] roles, bool service = false, string? scope = null) => (_roles, _service, _scope) = (roles, service, scope);

    /// <summary>Every member of the project; other services of the platform on the project's behalf.</summary>
    public static Access Viewer { get; } = new(["owner", "admin", "engineer", "viewer"], service: true);

    /// <summary>The project's engineers, administrators and owners.</summary>
    public static Access Engineer { get; } = new(["owner", "admin", "engineer"]);

    /// <summary>Engineers and above, and other services of the platform on the project's behalf.</summary>
    public static Access EngineerOrService { get; } = new(["owner", "admin", "engineer"], service: true);

    /// <summary>Other services of the platform on the project's behalf.</summary>
    public static Access Service { get; } = new([], service: true);

    /// <summary>Engineers and above, and API keys of the project with a scope.</summary>
    /// <param name="scope">One of <see cref="ApiKeyScopes"/>.</param>
    /// <returns>Who may.</returns>
    public static Access EngineerOrKey(string scope) => new(["owner", "admin", "engineer"], scope: scope);

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
            CallerKind.ApiKey => _scope is not null && caller.Scopes.Contains(_scope),
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
            CallerKind.User when caller.ProjectRole == "viewer" => "Viewers of the project may not do this.",
            CallerKind.ApiKey when _scope is not null => $"The API key does not have the scope {_scope}.",
            _ => "You do not have permission to do this.",
        };
    }
}
