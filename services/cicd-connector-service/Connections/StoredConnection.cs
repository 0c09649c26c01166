using System.Text.Json.Nodes;
using Npgsql;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>A connection as it is stored; its secrets are encrypted.</summary>
internal sealed record StoredConnection
{
    public const string Pending = "pending";
    public const string Connected = "connected";
    public const string Error = "error";

    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    public required Guid TenantId { get; init; }

    public required string Provider { get; init; }

    public required string Name { get; init; }

    public required JsonObject Config { get; init; }

    public required string CredentialsEncrypted { get; init; }

    public required string WebhookSecretEncrypted { get; init; }

    public string? PreviousSecretEncrypted { get; init; }

    public DateTimeOffset? PreviousSecretUntil { get; init; }

    public required bool IsActive { get; init; }

    public required string Status { get; init; }

    public required string StatusMessage { get; init; }

    public required int ReposCount { get; init; }

    public required int PipelinesCount { get; init; }

    public DateTimeOffset? LastSyncAt { get; init; }

    public required int SyncImported { get; init; }

    public required bool IsSyncing { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public CallerScope Scope => new(TenantId, ProjectId);

    public static Sql Columns => $"""
        c.id, c.project_id, c.tenant_id, c.provider, c.name, c.config, c.credentials_encrypted, c.webhook_secret_encrypted, c.previous_secret_encrypted, c.previous_secret_until,
        c.is_active, c.status, c.status_message, c.repos_count, c.pipelines_count, c.last_sync_at, c.sync_imported, c.sync_number > c.sync_finished, c.created_at, c.updated_at
        """;

    public static Task<StoredConnection?> FindAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"select {Columns} from connections c where c.id = {id} and c.project_id = {projectId}", Read, cancel);

    public static Task<StoredConnection?> LockAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"select {Columns} from connections c where c.id = {id} and c.project_id = {projectId} for no key update", Read, cancel);

    /// <summary>What to ask with; null when no configured key decrypts the credentials any more.</summary>
    public Account? Open(CredentialVault vault) => vault.Unprotect(CredentialsEncrypted, Id) is { } credentials ? new Account(Provider, credentials, Config) : null;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static StoredConnection Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        ProjectId = row.GetGuid(1),
        TenantId = row.GetGuid(2),
        Provider = row.GetString(3),
        Name = row.GetString(4),
        Config = JsonNode.Parse(row.GetString(5))!.AsObject(),
        CredentialsEncrypted = row.GetString(6),
        WebhookSecretEncrypted = row.GetString(7),
        PreviousSecretEncrypted = row.GetStringOrNull(8),
        PreviousSecretUntil = row.GetValueOrNull<DateTimeOffset>(9),
        IsActive = row.GetBoolean(10),
        Status = row.GetString(11),
        StatusMessage = row.GetString(12),
        ReposCount = row.GetInt32(13),
        PipelinesCount = row.GetInt32(14),
        LastSyncAt = row.GetValueOrNull<DateTimeOffset>(15),
        SyncImported = row.GetInt32(16),
        IsSyncing = row.GetBoolean(17),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(18),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(19),
    };
}
