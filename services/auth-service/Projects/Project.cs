using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AuthService.Projects;

/// <summary>A project as one of its members sees it.</summary>
/// <param name="Id">The project.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="Slug">Its name in URLs, unique in the tenant; cannot be changed.</param>
/// <param name="Description">May be empty.</param>
/// <param name="Timezone">An IANA name.</param>
/// <param name="IsActive">False: nobody can work in it, and its API keys are refused.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
/// <param name="MemberCount">Number of members.</param>
/// <param name="CurrentUserRole">The caller's role: owner, admin, engineer or viewer.</param>
internal sealed record Project(
    Guid Id, Guid TenantId, string Name, string Slug, string Description, string Timezone, bool IsActive,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, int MemberCount, string CurrentUserRole)
{
    private static Sql Columns => $"""
        p.id, p.tenant_id, p.name, p.slug, p.description, p.timezone, p.is_active, p.created_at, p.updated_at,
        (select count(*)::int from project_members c where c.project_id = p.id), m.role
        """;

    /// <summary>The projects of a user, the longest-standing membership first. One query, however many they are.</summary>
    public static Task<List<Project>> ListAsync(DatabaseSession session, Guid userId, CancellationToken cancel) => session.ListAsync($"""
        select {Columns} from project_members m join projects p on p.id = m.project_id
        where m.user_id = {userId} order by m.created_at, p.id
        """, Read, cancel);

    public static async Task<Project> GetAsync(DatabaseSession session, Guid projectId, Guid userId, CancellationToken cancel) =>
        (await session.SingleOrDefaultAsync($"""
            select {Columns} from project_members m join projects p on p.id = m.project_id
            where m.user_id = {userId} and m.project_id = {projectId}
            """, Read, cancel))!;

    private static Project Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetBoolean(6),
        row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8), row.GetInt32(9), row.GetString(10));
}
