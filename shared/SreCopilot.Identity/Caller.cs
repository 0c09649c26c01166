namespace SreCopilot.Identity;

/// <summary>Who is behind a request, as api-gateway verified it. Every backend trusts this and nothing that a client typed.</summary>
public sealed record Caller
{
    /// <summary>What kind of credentials were presented.</summary>
    public required CallerKind Kind { get; init; }

    /// <summary>The signed-in user; null unless <see cref="Kind"/> is <see cref="CallerKind.User"/>.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The user's e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The tenant that all access is limited to.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>Role in the tenant: <c>admin</c>, <c>engineer</c>, <c>viewer</c>.</summary>
    public string? TenantRole { get; init; }

    /// <summary>The project that all access is limited to.</summary>
    public Guid? ProjectId { get; init; }

    /// <summary>Role in the project: <c>owner</c>, <c>admin</c>, <c>engineer</c>, <c>viewer</c>.</summary>
    public string? ProjectRole { get; init; }

    /// <summary>The API key; null unless <see cref="Kind"/> is <see cref="CallerKind.ApiKey"/>.</summary>
    public Guid? ApiKeyId { get; init; }

    /// <summary>Scopes of an API key, for example <c>ingest:logs</c>; empty for users.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The <c>sid</c> of the access token: the signed-in session, for logout and revocation.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>When the access token was issued, to the millisecond. A revocation with a later moment covers the token.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>The client's IP address as the entry point saw it, for throttling and audit.</summary>
    public string? ClientAddress { get; init; }
}

/// <summary>What kind of credentials a <see cref="Caller"/> presented.</summary>
public enum CallerKind
{
    /// <summary>None: the request may only reach endpoints that allow it, such as login.</summary>
    Anonymous,

    /// <summary>A user's access token.</summary>
    User,

    /// <summary>A project's API key.</summary>
    ApiKey,

    /// <summary>Another service of the platform, on its own behalf.</summary>
    Service,
}
