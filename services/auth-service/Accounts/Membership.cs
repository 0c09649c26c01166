using SreCopilot.Database;

namespace SreCopilot.AuthService.Accounts;

/// <summary>A project as one of its members sees it.</summary>
/// <param name="Id">The project.</param>
/// <param name="Name">Its name.</param>
/// <param name="Slug">Its name in URLs, unique in the tenant.</param>
/// <param name="Role">The member's role: owner, admin, engineer or viewer.</param>
/// <param name="IsActive">False once the project is deactivated; it cannot be worked in then.</param>
internal sealed record Membership(Guid Id, string Name, string Slug, string Role, bool IsActive)
{
    /// <summary>All projects of a user, the longest-standing membership first.</summary>
    public static Task<List<Membership>> ListAsync(DatabaseSession session, Guid userId, CancellationToken cancel) =>
        ListAsync(session, userId, $"", cancel);

    /// <summary>The same, for issuing a token by them: until the transaction ends, no role changes and no project closes. Projects
    /// are locked before memberships, as by those who change them.</summary>
    public static Task<List<Membership>> ListAndLockAsync(DatabaseSession session, Guid userId, CancellationToken cancel) =>
        ListAsync(session, userId, $"for share", cancel);

    private static Task<List<Membership>> ListAsync(DatabaseSession session, Guid userId, Sql locking, CancellationToken cancel) => session.ListAsync($"""
        select p.id, p.name, p.slug, m.role, p.is_active
        from projects p join project_members m on m.project_id = p.id
        where m.user_id = {userId}
        order by m.created_at, p.id {locking}
        """, row => new Membership(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetBoolean(4)), cancel);

    /// <summary>The project to work in: the wanted one if it is still possible, else the longest-standing; null when there is none.</summary>
    public static Membership? Choose(IReadOnlyList<Membership> memberships, Guid? wanted) =>
        memberships.FirstOrDefault(project => project.IsActive && project.Id == wanted)
        ?? memberships.FirstOrDefault(project => project.IsActive);
}
