using SreCopilot.Database;
using SreCopilot.Identity;

namespace SreCopilot.AuthService.Access;

/// <summary>What the database says about a caller at this moment.</summary>
/// <param name="IsSignedIn">User and tenant are active, and the session goes on.</param>
/// <param name="TenantRole">The role in the tenant.</param>
/// <param name="ProjectRole">The role in the project in question; null for no member.</param>
internal sealed record Standing(bool IsSignedIn, string TenantRole, string? ProjectRole)
{
    public static Task<Standing?> FindAsync(DatabaseSession session, Caller caller, Guid? projectId, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"""
            select u.is_active and t.is_active and s.id is not null and s.revoked_at is null, u.role, m.role
            from users u
            join tenants t on t.id = u.tenant_id
            left join sessions s on s.id = {caller.SessionId} and s.user_id = u.id
            left join project_members m on m.project_id = {projectId} and m.user_id = u.id
            where u.id = {caller.UserId} and u.tenant_id = {caller.TenantId}
            """, row => new Standing(row.GetBoolean(0), row.GetString(1), row.GetStringOrNull(2)), cancel);

    public bool Allows(Access required) => required switch
    {
        Access.User => true,
        Access.TenantAdmin => TenantRole == Role.Admin,
        >= Access.ProjectViewer and <= Access.ProjectOwner => Role.AccessOf(ProjectRole) >= required,
        _ => false,
    };
}
