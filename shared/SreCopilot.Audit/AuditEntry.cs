namespace SreCopilot.Audit;

/// <summary>What a handler knows about its call. Everything that is left out comes from the request: who, from where, what.</summary>
public sealed record AuditEntry
{
    /// <summary>What was done; default: what <c>Audited</c> says on the endpoint.</summary>
    public string? Action { get; init; }

    /// <summary>To what kind of thing; default: what <c>Audited</c> says on the endpoint.</summary>
    public string? ResourceType { get; init; }

    /// <summary>To which; default: the last value of the path.</summary>
    public string? ResourceId { get; init; }

    /// <summary>How it was. Fields that are the same in <see cref="After"/> are left out.</summary>
    public AuditFields? Before { get; init; }

    /// <summary>How it is.</summary>
    public AuditFields? After { get; init; }

    /// <summary>Anything else worth keeping.</summary>
    public AuditFields? Metadata { get; init; }

    /// <summary>Why it was not done; default: nothing, or the HTTP status.</summary>
    public string? Error { get; init; }

    /// <summary>Who did it, where the internal token does not say; default: the caller.</summary>
    public AuditActor? Actor { get; init; }

    /// <summary>The project, where it is not the one of the token.</summary>
    public Guid? ProjectId { get; init; }
}

/// <summary>Who did something.</summary>
/// <param name="TenantId">Whose chain gets the entry; null: the platform's own.</param>
/// <param name="Type"><c>user</c>, <c>api_key</c>, <c>service</c> or <c>anonymous</c>.</param>
/// <param name="Id">The user's or key's id, or the service's name.</param>
/// <param name="Email">Empty when there is none.</param>
/// <param name="Role">The role that counted.</param>
public sealed record AuditActor(Guid? TenantId, string Type, string Id, string Email, string? Role)
{
    /// <summary>Nobody whom the platform knows.</summary>
    public static AuditActor Anonymous { get; } = new(null, "anonymous", "anonymous", "", null);

    /// <summary>A user.</summary>
    public static AuditActor User(Guid tenantId, Guid userId, string email, string? role) => new(tenantId, "user", userId.ToString(), email, role);

    /// <summary>A service of the platform, for a tenant.</summary>
    public static AuditActor Service(Guid? tenantId, string name) => new(tenantId, "service", name, "", null);
}
