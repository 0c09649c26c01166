namespace SreCopilot.MetricsCollectorService.Access;

/// <summary>Who may call an endpoint.</summary>
/// <param name="Roles">The roles in the project that may.</param>
/// <param name="Service">Whether other services of the platform may, on the project's behalf.</param>
/// <param name="Scope">The scope of the API keys that may; null: none.</param>
internal sealed record Access(IReadOnlyList<string> Roles, bool Service, string? Scope = null)
{
    private static readonly string[] Everybody = ["owner", "admin", "engineer", "viewer"];
    private static readonly string[] Engineers = ["owner", "admin", "engineer"];

    /// <summary>Every member of the project; other services on its behalf.</summary>
    public static readonly Access Viewer = new(Everybody, Service: true);

    /// <summary>The project's engineers, administrators and owners.</summary>
    public static readonly Access Engineer = new(Engineers, Service: false);

    /// <summary>The project's administrators and owners.</summary>
    public static readonly Access Admin = new(["owner", "admin"], Service: false);

    /// <summary>Engineers and above, and other services on the project's behalf.</summary>
    public static readonly Access EngineerOrService = new(Engineers, Service: true);

    /// <summary>Other services on the project's behalf.</summary>
    public static readonly Access Internal = new([], Service: true);

    /// <summary>API keys of the project with this scope.</summary>
    public static Access Key(string scope) => new([], Service: false, scope);
}
