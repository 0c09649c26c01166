using System.Net;
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
internal sealed class CollectorClient(PeerClient peers, IOptions<CollectorOptions> options)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <returns>Null when it was taken; else why not, and whether it is the deployment's fault.</returns>
    public async Task<(string Problem, bool IsRefused)?> SendAsync(CallerScope scope, DeploymentReport report, CancellationToken cancel)
    {
        var caller = new Caller { Kind = CallerKind.Service, TenantId = scope.TenantId, ProjectId = scope.ProjectId };
        var (status, problem) = await peers.PostAsync(new Uri(options.Value.Url, "/deployments"), caller, report, CicdJson.Default.DeploymentReport, Deadline, cancel);
        return status == HttpStatusCode.OK ? null
            : ($"metrics-collector-service: {problem ?? $"HTTP {(int)status!}"}", status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity);
    }
}
