using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What is known about a running resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>Gets the kind of resource, for example <c>Project</c>.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Gets the properties.</summary>
    public required ImmutableArray<ResourcePropertySnapshot> Properties { get; init; }

    /// <summary>Gets when it was created.</summary>
    public DateTime? CreationTimeStamp { get; init; }

    /// <summary>Gets when it started.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>Gets when it stopped.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>Gets its state.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>Gets its exit code, once it has ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets the worst result of its health checks; nothing while it does not run.</summary>
    public HealthStatus? HealthStatus => State?.Text != KnownResourceStates.Running
        ? null
        : HealthReports.IsEmpty ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
        : HealthReports.Min(report => report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy);

    /// <summary>Gets the results of its health checks.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; internal init; } = [];

    /// <summary>Gets its environment variables.</summary>
    public ImmutableArray<EnvironmentVariableSnapshot> EnvironmentVariables { get; init; } = [];

    /// <summary>Gets its URLs.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; init; } = [];

    /// <summary>Gets its volumes.</summary>
    public ImmutableArray<VolumeSnapshot> Volumes { get; init; } = [];

    /// <summary>Gets its commands.</summary>
    public ImmutableArray<ResourceCommandSnapshot> Commands { get; init; } = [];

    /// <summary>Gets its relationships to other resources.</summary>
    public ImmutableArray<RelationshipSnapshot> Relationships { get; init; } = [];

    /// <summary>Gets whether the dashboard leaves it out.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Gets the name of its icon.</summary>
    public string? IconName { get; init; }

    /// <summary>Gets the variant of its icon.</summary>
    public IconVariant? IconVariant { get; init; }

    /// <summary>Gets the handlers of <see cref="ResourceReadyEvent" />, once that was published.</summary>
    internal Task? ReadyHandlers { get; init; }

    /// <summary>Gets the number of this snapshot; a later one has a higher number.</summary>
    internal long Version { get; init; }
}

/// <summary>Changes snapshots.</summary>
public static class CustomResourceSnapshotExtensions
{
    /// <summary>Replaces the results of the health checks.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="healthReports">The results.</param>
    /// <returns>The changed snapshot.</returns>
    public static CustomResourceSnapshot WithHealthReports(this CustomResourceSnapshot snapshot, ImmutableArray<HealthReportSnapshot> healthReports)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot with { HealthReports = healthReports };
    }
}
