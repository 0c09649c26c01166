using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SreCopilot.Secrets;

namespace SreCopilot.CloudConnectorService.Connections;

/// <summary>A connection to a cloud account, as clients see it: without credentials.</summary>
internal sealed record Connection
{
    /// <summary>The connection.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>aws, azure or gcp.</summary>
    public required string Provider { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The settings; what is named like a secret is masked.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>Whether it is synced.</summary>
    public required bool IsActive { get; init; }

    /// <summary>pending (nothing was read yet), syncing, connected or error: how the last sync went.</summary>
    public required string Status { get; init; }

    /// <summary>What is wrong; empty when nothing is.</summary>
    public required string StatusMessage { get; init; }

    /// <summary>When the last sync read something; null: never.</summary>
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>How many resources are known.</summary>
    public required int ResourcesCount { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its settings were changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many changes the sync that was asked for found. Only in its answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ChangesFound { get; init; }

    public static Connection Of(StoredConnection stored) => new()
    {
        Id = stored.Id,
        ProjectId = stored.ProjectId,
        Provider = stored.Provider,
        Name = stored.Name,
        Config = SecretMask.Apply(stored.Config),
        IsActive = stored.IsActive,
        Status = stored.IsSyncing ? StoredConnection.Syncing : stored.Status,
        StatusMessage = stored.StatusMessage,
        LastSyncAt = stored.LastSyncAt,
        ResourcesCount = stored.ResourcesCount,
        CreatedAt = stored.CreatedAt,
        UpdatedAt = stored.UpdatedAt,
    };
}

/// <summary>The connections of a project.</summary>
/// <param name="Connections">The newest first.</param>
internal sealed record ConnectionList(IReadOnlyList<Connection> Connections);

/// <summary>What was deleted.</summary>
/// <param name="Status">deleted</param>
/// <param name="Id">Its id.</param>
internal sealed record Deleted(string Status, Guid Id);
