using System.Text.Json.Nodes;
using Npgsql;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Database;

namespace SreCopilot.CloudConnectorService.Connections;

/// <summary>A connection as it is stored; its credentials are encrypted.</summary>
internal sealed record StoredConnection
{
    public const string Connected = "connected";
    public const string Error = "error";

    /// <summary>Shown while a sync runs, never stored.</summary>
    public const string Syncing = "syncing";

    /// <summary>How many columns <see cref="Columns"/> has.</summary>
    public const int Width = 16;

    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    public required Guid TenantId { get; init; }

    public required string Provider { get; init; }

    public required string Name { get; init; }

    public required JsonObject Config { get; init; }

    public required string CredentialsEncrypted { get; init; }

    public required bool IsActive { get; init; }

    public required string Status { get; init; }

    public required string StatusMessage { get; init; }

    public required int ResourcesCount { get; init; }

    public DateTimeOffset? LastSyncAt { get; init; }

    public required int SyncChanges { get; init; }

    public required bool IsSyncing { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public CallerScope Scope => new(TenantId, ProjectId);

    public static Sql Columns => $"""
        c.id, c.project_id, c.tenant_id, c.provider, c.name, c.config, c.credentials_encrypted, c.is_active, c.status, c.status_message, c.resources_count, c.last_sync_at,
        c.sync_changes, c.is_active and c.sync_number > c.sync_finished, c.created_at, c.updated_at
        """;

    public static Task<StoredConnection?> FindAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"select {Columns} from connections c where c.id = {id} and c.project_id = {projectId}", Read, cancel);

    public static Task<StoredConnection?> LockAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) =>
        session.SingleOrDefaultAsync($"select {Columns} from connections c where c.id = {id} and c.project_id = {projectId} for no key update", Read, cancel);

    /// <summary>What to ask with; null when no configured key decrypts the credentials any more.</summary>
    public CloudAccount? Open(CredentialVault vault) => vault.Unprotect(CredentialsEncrypted, Id) is { } credentials ? new CloudAccount(Provider, credentials, Config) : null;

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
        IsActive = row.GetBoolean(7),
        Status = row.GetString(8),
        StatusMessage = row.GetString(9),
        ResourcesCount = row.GetInt32(10),
        LastSyncAt = row.GetValueOrNull<DateTimeOffset>(11),
        SyncChanges = row.GetInt32(12),
        IsSyncing = row.GetBoolean(13),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(14),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(15),
    };
}
