using System.Text.Json.Serialization;
using Npgsql;
using SreCopilot.Audit;
using SreCopilot.Database;

namespace SreCopilot.AuthService.ApiKeys;

/// <summary>An API key of a project, without the key itself.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">1 to 255 characters.</param>
/// <param name="KeyPrefix">The first 12 characters.</param>
/// <param name="Scopes">What it may do, for example <c>ingest:logs</c>.</param>
/// <param name="IsActive">False: it is refused.</param>
/// <param name="LastUsedAt">To the minute; null: never.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">Null: never.</param>
/// <param name="RawKey">The key; only in the answer to its creation.</param>
internal sealed record ApiKey(
    Guid Id, string Name, string KeyPrefix, IReadOnlyList<string> Scopes, bool IsActive,
    DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RawKey = null)
{
    private static Sql Columns => $"id, name, key_prefix, scopes, is_active, last_used_at, created_at, expires_at";

    public static Task<List<ApiKey>> ListAsync(DatabaseSession session, Guid projectId, CancellationToken cancel) =>
        session.ListAsync($"select {Columns} from project_api_keys where project_id = {projectId} order by created_at desc, id", Read, cancel);

    public static Task<ApiKey?> FindAndLockAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"select {Columns} from project_api_keys where project_id = {projectId} and id = {id} for update", Read, cancel);

    /// <summary>What the audit log says about it; the key itself is nowhere.</summary>
    public AuditFields ToAudit() => new() { { "name", Name }, { "key_prefix", KeyPrefix }, { "scopes", Scopes }, { "is_active", IsActive }, { "expires_at", ExpiresAt } };

    private static ApiKey Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<string[]>(3), row.GetBoolean(4),
        row.GetValueOrNull<DateTimeOffset>(5), row.GetFieldValue<DateTimeOffset>(6), row.GetValueOrNull<DateTimeOffset>(7));
}
