using System.Text.Json.Nodes;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers;

/// <summary>Which cloud account to ask, and as whom.</summary>
/// <param name="Provider">aws, azure or gcp.</param>
/// <param name="Credentials">Decrypted.</param>
/// <param name="Config">As the user typed it.</param>
internal sealed record CloudAccount(string Provider, CloudCredentials Credentials, JsonObject Config)
{
    /// <summary>A setting that holds text; null when there is none.</summary>
    public string? Setting(string name) => ConfigReader.Text(Config[name]);
}

/// <summary>Whose account it is.</summary>
/// <param name="AccountId">AWS: the number of the account.</param>
/// <param name="Arn">AWS: the user or role.</param>
/// <param name="SubscriptionId">Azure.</param>
/// <param name="ProjectId">Google.</param>
internal sealed record CloudIdentity(string? AccountId = null, string? Arn = null, string? SubscriptionId = null, string? ProjectId = null);

/// <summary>What is listed in one go: one type of resource in one region.</summary>
/// <param name="Kind">compute, database or load_balancer.</param>
/// <param name="Type">As this platform calls it, for example ec2_instance.</param>
/// <param name="Region">A region; global where the provider lists all of them at once.</param>
/// <param name="Permission">What the credentials must allow for it.</param>
internal sealed record Part(string Kind, string Type, string Region, string Permission)
{
    public const string Compute = "compute";
    public const string Database = "database";
    public const string LoadBalancer = "load_balancer";
    public const string Everywhere = "global";

    public static readonly string[] Kinds = [Compute, Database, LoadBalancer];

    public string Name => $"{Type}/{Region}";
}

/// <summary>Something that runs in a cloud.</summary>
internal sealed record CloudResource
{
    public const string Healthy = "healthy";
    public const string Unhealthy = "unhealthy";
    public const string Unknown = "unknown";

    /// <summary>As the provider names it in all the world.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Region { get; init; }

    /// <summary>In the provider's words.</summary>
    public required string State { get; init; }

    public required string Health { get; init; }

    public string Size { get; init; } = "";

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>What the provider's monitoring calls it.</summary>
    public string MonitoringId { get; init; } = "";
}

/// <summary>A measured value.</summary>
/// <param name="MonitoringId">Of which resource.</param>
/// <param name="At">When.</param>
/// <param name="CpuPercent">How busy its processors were; null when that was not measured.</param>
/// <param name="IsHealthy">What the provider's own checks say; null when it has none.</param>
internal sealed record Measurement(string MonitoringId, DateTimeOffset At, double? CpuPercent, bool? IsHealthy = null);
