using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AuthService.Accounts;

/// <summary>A user and the tenant it belongs to.</summary>
internal sealed record Account(Guid Id, string Email, string FullName, string Role, Guid TenantId, string TenantName, Guid? CurrentProjectId, bool IsActive)
{
    private static Sql Columns => $"u.id, u.email, u.full_name, u.role, u.tenant_id, t.name, u.current_project_id, u.is_active and t.is_active";

    public static Task<(Account Account, string PasswordHash)?> FindByEmailAsync(DatabaseSession session, string email, CancellationToken cancel) =>
        session.SingleOrDefaultAsync<(Account, string)?>(
            $"select {Columns}, u.password_hash from users u join tenants t on t.id = u.tenant_id where lower(u.email) = lower({email})",
            row => (Read(row), row.GetString(8)), cancel);

    public static Task<Account?> FindAsync(DatabaseSession session, Guid id, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"select {Columns} from users u join tenants t on t.id = u.tenant_id where u.id = {id}", Read, cancel);

    private static Account Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetGuid(4), row.GetString(5), row.GetValueOrNull<Guid>(6), row.GetBoolean(7));
}
