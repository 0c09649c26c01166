using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Channels;

/// <summary>A channel as it is stored.</summary>
internal sealed record Channel
{
    public required Guid Id { get; init; }

    public required Guid TenantId { get; init; }

    public required Guid ProjectId { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public required string ConfigEncrypted { get; init; }

    public required bool Enabled { get; init; }

    public required int ConsecutiveFailures { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? LastSuccessAt { get; init; }

    public DateTimeOffset? LastTestAt { get; init; }

    public Guid? LeaseId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public CallerScope Scope => new(TenantId, ProjectId);

    public static Sql Columns => $"""
        c.id, c.tenant_id, c.project_id, c.name, c.type, c.config_encrypted, c.enabled, c.consecutive_failures, c.last_error, c.last_success_at, c.last_test_at, c.lease_id,
        c.created_at, c.updated_at
        """;

    public static async Task<Channel?> FindAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) => await session.SingleOrDefaultAsync(
        $"select {Columns} from channels c where c.id = {id} and c.project_id = {projectId}", Read, cancel);

    /// <summary>Keeps everybody else from changing it until the session ends.</summary>
    public static async Task<Channel?> LockAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) => await session.SingleOrDefaultAsync(
        $"select {Columns} from channels c where c.id = {id} and c.project_id = {projectId} for update", Read, cancel);

    public Task InsertAsync(DatabaseSession session, CancellationToken cancel) => session.ExecuteAsync($"""
        insert into channels (id, tenant_id, project_id, name, type, config_encrypted, enabled, not_before, created_at, updated_at)
        values ({Id}, {TenantId}, {ProjectId}, {Name}, {Type}, {ConfigEncrypted}, {Enabled}, {CreatedAt}, {CreatedAt}, {UpdatedAt})
        """, cancel);

    /// <summary>Stores what a person changed; failures of what it was before do not delay it any more.</summary>
    public Task SaveAsync(DatabaseSession session, CancellationToken cancel) => session.ExecuteAsync($"""
        update channels set name = {Name}, type = {Type}, config_encrypted = {ConfigEncrypted}, enabled = {Enabled}, consecutive_failures = 0, last_error = null,
          not_before = {UpdatedAt}, updated_at = {UpdatedAt}
        where id = {Id}
        """, cancel);

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Channel Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        TenantId = row.GetGuid(1),
        ProjectId = row.GetGuid(2),
        Name = row.GetString(3),
        Type = row.GetString(4),
        ConfigEncrypted = row.GetString(5),
        Enabled = row.GetBoolean(6),
        ConsecutiveFailures = row.GetInt32(7),
        LastError = row.GetStringOrNull(8),
        LastSuccessAt = row.GetValueOrNull<DateTimeOffset>(9),
        LastTestAt = row.GetValueOrNull<DateTimeOffset>(10),
        LeaseId = row.GetValueOrNull<Guid>(11),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(12),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(13),
    };
}
