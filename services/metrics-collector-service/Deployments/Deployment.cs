using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.MetricsCollectorService.Deployments;

/// <summary>A version of a service that was put into operation, or should have been.</summary>
internal sealed record Deployment
{
    /// <summary>The deployment.</summary>
    public required Guid DeploymentId { get; init; }

    /// <summary>Of which service.</summary>
    public required string Service { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The commit it was built from; empty when nobody said.</summary>
    public required string CommitSha { get; init; }

    /// <summary>May be empty.</summary>
    public required string Description { get; init; }

    /// <summary>Who did it.</summary>
    public required string DeployedBy { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>success, failed, in_progress or rolled_back.</summary>
    public required string Status { get; init; }

    /// <summary>manual, github, azure_devops, gitlab, jenkins, bitbucket or webhook.</summary>
    public required string Source { get; init; }

    /// <summary>For example production.</summary>
    public required string Environment { get; init; }

    /// <summary>What the pipeline calls it; null when it has no name there.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Where more is to be seen; may be empty.</summary>
    public required string Url { get; init; }

    /// <summary>The same as <see cref="StartedAt"/>, as the earlier system called it.</summary>
    public DateTimeOffset Timestamp => StartedAt;

    public static Sql Columns => $"""
        d.id, d.service, d.version, d.commit_sha, d.description, d.deployed_by, d.started_at, d.completed_at, d.status, d.source, d.environment, d.external_id, d.url
        """;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Deployment Read(NpgsqlDataReader row) => new()
    {
        DeploymentId = row.GetGuid(0),
        Service = row.GetString(1),
        Version = row.GetString(2),
        CommitSha = row.GetString(3),
        Description = row.GetString(4),
        DeployedBy = row.GetString(5),
        StartedAt = row.GetFieldValue<DateTimeOffset>(6),
        CompletedAt = row.GetValueOrNull<DateTimeOffset>(7),
        Status = row.GetString(8),
        Source = row.GetString(9),
        Environment = row.GetString(10),
        ExternalId = row.GetStringOrNull(11),
        Url = row.GetString(12),
    };
}
