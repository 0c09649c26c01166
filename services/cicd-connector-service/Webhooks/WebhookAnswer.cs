using System.Text.Json.Serialization;
using SreCopilot.CicdConnectorService.Deployments;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>What became of a webhook.</summary>
internal sealed record WebhookAnswer
{
    /// <summary>Always: it was genuine, and nothing of it will be lost.</summary>
    public bool Received { get; init; } = true;

    /// <summary>As the sender calls it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Event { get; init; }

    /// <summary>The same, of Azure DevOps.</summary>
    [JsonPropertyName("eventType")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EventType { get; init; }

    /// <summary>Whether the delivery had been received before; then nothing was changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Duplicate { get; init; }

    /// <summary>Why there is no deployment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>The deployment that it belongs to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReportedDeployment? Deployment { get; init; }
}

/// <summary>A deployment, in short.</summary>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="Service">Of which service.</param>
/// <param name="Version">The version.</param>
/// <param name="CommitSha">The whole commit; may be empty.</param>
/// <param name="Status">success, failed or in_progress.</param>
/// <param name="Environment">Where to.</param>
internal sealed record ReportedDeployment(Guid DeploymentId, string Service, string Version, string CommitSha, string Status, string Environment)
{
    public static ReportedDeployment Of(Deployment deployment) =>
        new(deployment.Id, deployment.ServiceName, deployment.Version, deployment.CommitSha, deployment.Status, deployment.Environment);
}
