using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SreCopilot.Secrets;

namespace SreCopilot.CicdConnectorService.Connections;

/// <summary>A connection to a CI/CD system, as clients see it: without credentials.</summary>
internal sealed record Connection
{
    /// <summary>The connection.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>github, azure_devops, gitlab, jenkins or bitbucket.</summary>
    public required string Provider { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The settings; what is named like a secret is masked.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>Whether it is synced and its webhooks are accepted.</summary>
    public required bool IsActive { get; init; }

    /// <summary>pending (nothing was tried yet), connected or error: how the last test or sync went.</summary>
    public required string Status { get; init; }

    /// <summary>What is wrong; empty when nothing is.</summary>
    public required string StatusMessage { get; init; }

    /// <summary>Where the CI/CD system sends its webhooks to.</summary>
    public required string WebhookUrl { get; init; }

    /// <summary>How many repositories (projects, jobs) the last sync found.</summary>
    public required int ReposCount { get; init; }

    /// <summary>How many pipelines the last sync saw run.</summary>
    public required int PipelinesCount { get; init; }

    /// <summary>When the last sync read something; null: never.</summary>
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>Whether a sync runs at this moment.</summary>
    public required bool Syncing { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its settings were changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>By which webhooks prove where they come from. Only in the answer that made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WebhookSecret { get; init; }

    /// <summary>How many deployments the sync that was asked for found. Only in its answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DeploymentsImported { get; init; }

    public static Connection Of(StoredConnection stored, PublicAddress address, HttpRequest request) => new()
    {
        Id = stored.Id,
        ProjectId = stored.ProjectId,
        Provider = stored.Provider,
        Name = stored.Name,
        Config = SecretMask.Apply(stored.Config),
        IsActive = stored.IsActive,
        Status = stored.Status,
        StatusMessage = stored.StatusMessage,
        WebhookUrl = address.WebhookOf(request, stored.Id, stored.Provider),
        ReposCount = stored.ReposCount,
        PipelinesCount = stored.PipelinesCount,
        LastSyncAt = stored.LastSyncAt,
        Syncing = stored.IsSyncing,
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
