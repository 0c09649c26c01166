using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AuthService.Projects;

/// <summary>A member of a project.</summary>
/// <param name="UserId">The user.</param>
/// <param name="UserEmail">The address to log in with.</param>
/// <param name="UserName">For display.</param>
/// <param name="Role">owner, admin, engineer or viewer.</param>
/// <param name="JoinedAt">When the user became a member.</param>
internal sealed record Member(Guid UserId, string UserEmail, string UserName, string Role, DateTimeOffset JoinedAt)
{
    private static Sql Query => $"""
        select u.id, u.email, u.full_name, m.role, m.created_at from project_members m join users u on u.id = m.user_id
        """;

    public static Task<List<Member>> ListAsync(DatabaseSession session, Guid projectId, CancellationToken cancel) =>
        session.ListAsync($"{Query} where m.project_id = {projectId} order by m.created_at, u.id", Read, cancel);

    public static Task<Member?> FindAsync(DatabaseSession session, Guid projectId, Guid userId, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"{Query} where m.project_id = {projectId} and m.user_id = {userId}", Read, cancel);

    private static Member Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4));
}
