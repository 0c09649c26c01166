using Npgsql;
using SreCopilot.Audit;
using SreCopilot.Database;

namespace SreCopilot.AuthService.Users;

/// <summary>An account as the administrators of its tenant see it.</summary>
/// <param name="Id">The user.</param>
/// <param name="Email">The address to log in with.</param>
/// <param name="FullName">For display.</param>
/// <param name="Role">The role in the tenant: admin, engineer or viewer.</param>
/// <param name="IsActive">False: the account cannot log in.</param>
/// <param name="LastLoginAt">Null: never.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record User(Guid Id, string Email, string FullName, string Role, bool IsActive, DateTimeOffset? LastLoginAt, DateTimeOffset CreatedAt)
{
    private static Sql Columns => $"id, email, full_name, role, is_active, last_login_at, created_at";

    public static Task<List<User>> ListAsync(DatabaseSession session, Guid tenantId, CancellationToken cancel) =>
        session.ListAsync($"select {Columns} from users where tenant_id = {tenantId} order by lower(email)", Read, cancel);

    public static Task<User?> FindAndLockAsync(DatabaseSession session, Guid tenantId, Guid id, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"select {Columns} from users where tenant_id = {tenantId} and id = {id} for update", Read, cancel);

    /// <summary>What the audit log says about it.</summary>
    public AuditFields ToAudit() => new() { { "email", Email }, { "full_name", FullName }, { "role", Role }, { "is_active", IsActive } };

    private static User Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetBoolean(4), row.GetValueOrNull<DateTimeOffset>(5), row.GetFieldValue<DateTimeOffset>(6));
}
