using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Orchestration;

/// <summary>Finds, before anything is started, what would keep the application from starting.</summary>
internal sealed class Preflight(
    DashboardSettings dashboard, DistributedApplicationOptions options, AppHostLocation location, IConfiguration configuration)
    : IDistributedApplicationEventingSubscriber
{
    public Task SubscribeAsync(
        IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            Check(start.Model);
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    private void Check(DistributedApplicationModel model)
    {
        AspireTools.FindDcp(configuration, location.ToolSearchFolders);

        var others = new List<(int Port, string Wish)>();
        if (!options.DisableDashboard && dashboard.ResourceServiceUrl is { } url && new Uri(url).Port is > 0 and var port)
        {
            others.Add((port, "the resource service for the dashboard"));
        }

        var randomizePorts = configuration.GetValue("DcpPublisher:RandomizePorts", false);
        var conflicts = EndpointAllocator.FindConflicts(model.Resources.Where(InitialState.IsWorkload), randomizePorts, others);
        if (conflicts.Count > 0)
        {
            throw new DistributedApplicationException($"Cannot start: {string.Join("; ", conflicts)}.");
        }
    }
}
