using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Peers;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>A deployment as metrics-collector-service takes it: whatever it knows by the external id is changed, else it is added.</summary>
internal sealed record DeploymentReport(
    string ExternalId, string ServiceName, string Version, string CommitSha, string Environment, string DeployedBy, string Description, string Status,
    DateTimeOffset Timestamp, DateTimeOffset? CompletedAt, string Url, string Source)
{
    public static DeploymentReport Of(Deployment deployment) => new(
        deployment.ExternalId, deployment.ServiceName, deployment.Version, deployment.CommitSha, deployment.Environment, deployment.DeployedBy, deployment.Description,
        deployment.Status, deployment.StartedAt, deployment.FinishedAt, deployment.Url, deployment.Provider);
}

/// <summary>Hands deployments to metrics-collector-service, in the name of their project. One attempt: the queue is patient.</summary>
internal sealed class CollectorClient(PeerClient peers, IOptions<PeerOptions> options)
{
    /// <returns>Null when it was taken.</returns>
    public async Task<DeliveryFailure?> SendAsync(CallerScope scope, DeploymentReport report, CancellationToken cancel)
    {
        var caller = new Caller { Kind = CallerKind.Service, TenantId = scope.TenantId, ProjectId = scope.ProjectId };
        var (status, problem) = await peers.PostAsync(new Uri(options.Value.Collector, "/deployments"), caller, report, CicdJson.Default.DeploymentReport, DeliveryFailure.Deadline, cancel);
        return DeliveryFailure.Of("metrics-collector-service", status, problem);
    }
}
