using Microsoft.AspNetCore.Http.HttpResults;
using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Errors;

namespace SreCopilot.AuthService.Access;

/// <summary>A database session of a caller, or why there is none.</summary>
internal sealed class AuthorizedSession(
    DatabaseSession database, Caller caller, Guid? projectId, string? projectRole, JsonHttpResult<ErrorBody>? refusal, HttpContext http, AuditLog audit, AuditEntry whose)
    : IAsyncDisposable
{
    /// <summary>The answer when the caller may not do this; look at it first.</summary>
    public JsonHttpResult<ErrorBody>? Refusal => refusal;

    /// <summary>Scoped to the caller's tenant and the path's project.</summary>
    public DatabaseSession Database =>
        refusal is null ? database : throw new InvalidOperationException("The caller was refused.");

    public Guid TenantId => caller.TenantId!.Value;

    public Guid UserId => caller.UserId!.Value;

    public Guid SessionId => caller.SessionId!.Value;

    /// <summary>The project in the path.</summary>
    public Guid ProjectId => projectId!.Value;

    /// <summary>The caller's role in it.</summary>
    public string? ProjectRole => projectRole;

    /// <summary>Whether the caller may also do what is no endpoint of its own.</summary>
    public bool Allows(string permission) => Role.AccessOf(projectRole) >= Permissions.Table[permission];

    /// <summary>Writes the call's audit entry, in the same transaction as the change.</summary>
    /// <param name="resourceId">What was changed.</param>
    /// <param name="before">How it was; null for something new.</param>
    /// <param name="after">How it is; null for something that is gone.</param>
    public void Audit(Guid resourceId, AuditFields? before, AuditFields? after) =>
        audit.Add(Database, http, whose with { ResourceId = resourceId.ToString(), Before = before, After = after });

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
