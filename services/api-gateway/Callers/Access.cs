namespace SreCopilot.ApiGateway.Callers;

/// <summary>What a caller must present for a route. A valid access token is recognised on every route.</summary>
/// <param name="Credential">The kind of credential.</param>
/// <param name="Role">The least role in the token's project; null when none is needed.</param>
/// <param name="Scope">The scope that the API key must have; null when the route does not take keys.</param>
internal sealed record Access(Credential Credential, ProjectRole? Role = null, string? Scope = null)
{
    /// <summary>Nothing.</summary>
    public static readonly Access Anyone = new(Credential.None);

    /// <summary>Nothing here: the service verifies the sender's own signature or secret.</summary>
    public static readonly Access Webhook = new(Credential.Webhook);

    /// <summary>The refresh cookie; auth-service verifies it.</summary>
    public static readonly Access RefreshCookie = new(Credential.RefreshCookie);

    /// <summary>A signed-in user. Where the path names a project, its service checks the role there.</summary>
    public static readonly Access User = new(Credential.AccessToken);

    /// <summary>A user whose token names a project.</summary>
    public static readonly Access Viewer = new(Credential.AccessToken, ProjectRole.Viewer);

    /// <summary>A user who is at least engineer in the token's project.</summary>
    public static readonly Access Engineer = new(Credential.AccessToken, ProjectRole.Engineer);

    /// <summary>A user who is admin or owner of the token's project.</summary>
    public static readonly Access Admin = new(Credential.AccessToken, ProjectRole.Admin);

    /// <summary>A project's API key with a scope.</summary>
    public static Access Key(string scope) => new(Credential.ApiKey, Scope: scope);

    /// <summary>In words, for the API description.</summary>
    public string Describe() => Credential switch
    {
        Credential.AccessToken when Role is { } role => $"A signed-in user, at least {role.ToString().ToLowerInvariant()} of the token's project.",
        Credential.AccessToken => "A signed-in user.",
        Credential.ApiKey => $"An API key with the scope {Scope}.",
        Credential.RefreshCookie => "The refresh cookie.",
        Credential.Webhook => "Anyone; the service verifies the sender's signature or secret.",
        _ => "Anyone.",
    };
}

/// <summary>Kinds of credentials.</summary>
internal enum Credential
{
    None,
    Webhook,
    RefreshCookie,
    AccessToken,
    ApiKey,
}

/// <summary>Roles in a project, each with all rights of those before it.</summary>
internal enum ProjectRole
{
    /// <summary>Sees everything.</summary>
    Viewer,

    /// <summary>Creates and changes.</summary>
    Engineer,

    /// <summary>Manages integrations and members.</summary>
    Admin,

    /// <summary>May also delete the project.</summary>
    Owner,
}
