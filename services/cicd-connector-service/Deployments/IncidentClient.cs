using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Peers;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>A deployment as incident-service takes it: what it tells about the same id is changed.</summary>
internal sealed record StoryReport(
    string Id, string ServiceName, string Version, string Environment, string Status, string DeployedBy, string Source, DateTimeOffset StartedAt, string Url)
{
    public static StoryReport Of(Deployment deployment) => new(
        deployment.ExternalId, deployment.ServiceName, deployment.Version, deployment.Environment, deployment.Status, deployment.DeployedBy, deployment.Provider, deployment.StartedAt, deployment.Url);
}

/// <summary>Has deployments told in the stories of incidents, in the name of their project. One attempt: the queue is patient.</summary>
internal sealed class IncidentClient(PeerClient peers, IOptions<PeerOptions> options)
{
    /// <inheritdoc cref="CollectorClient.SendAsync" path="/returns"/>
    public async Task<DeliveryFailure?> SendAsync(CallerScope scope, StoryReport report, CancellationToken cancel)
    {
        var caller = new Caller { Kind = CallerKind.Service, TenantId = scope.TenantId, ProjectId = scope.ProjectId };
        var (status, problem) = await peers.PostAsync(
            new Uri(options.Value.Incidents, "/internal/deployments"), caller, report, CicdJson.Default.StoryReport, DeliveryFailure.Deadline, cancel);
        return DeliveryFailure.Of("incident-service", status, problem);
    }
}
