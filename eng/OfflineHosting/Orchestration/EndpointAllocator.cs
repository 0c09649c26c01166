using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Dcp.Model;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its address: a DCP service on a fixed or a free port.</summary>
internal static class EndpointAllocator
{
    private static readonly TimeSpan AllocationTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Fixed ports that another program has, in words that say whose wish it was; empty when all are free.</summary>
    public static IReadOnlyList<string> FindConflicts(IEnumerable<IResource> resources, bool randomizePorts, params IEnumerable<(int Port, string Wish)> others)
    {
        var wanted =
            from resource in resources
            from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
            let port = FixedPort(endpoint, randomizePorts)
            where port is not null
            select (Port: port.Value, Wish: $"{resource.Name}, endpoint {endpoint.Name}");

        var conflicts = new List<string>();
        foreach (var port in wanted.Concat(others).GroupBy(wish => wish.Port))
        {
            var wishes = string.Join("; ", port.Select(wish => wish.Wish));
            if (port.Count() > 1)
            {
                conflicts.Add($"port {port.Key} is asked for more than once ({wishes}); give each endpoint a port of its own");
            }
            else if (PortOwner.Find(port.Key) is { } owner)
            {
                conflicts.Add($"port {port.Key} ({wishes}) is already in use by {owner}; stop it or choose another port");
            }
        }

        return conflicts;
    }

    public static async Task AllocateAsync(
        DcpClient dcp, IReadOnlyList<Workload> workloads, bool randomizePorts, CancellationToken cancellationToken)
    {
        var pending = workloads.SelectMany(workload => workload.Endpoints.Select(endpoint => (workload, endpoint))).ToList();
        await Task.WhenAll(pending.Select(item => dcp.CreateAsync(NewService(item.workload, item.endpoint, randomizePorts), cancellationToken)));

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(AllocationTimeout);
        while (pending.Count > 0)
        {
            foreach (var item in pending.ToArray())
            {
                if (await dcp.FindAsync<DcpService>(item.endpoint.ServiceName, cancellationToken) is { IsAllocated: true } service)
                {
                    Publish(item.workload, item.endpoint, service.Status!);
                    pending.Remove(item);
                }
            }

            if (pending.Count > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(30), deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                if (deadline.IsCancellationRequested)
                {
                    throw new DistributedApplicationException(
                        "DCP could not give an address to " + string.Join(", ", pending.Select(item =>
                            $"{item.workload.Resource.Name} (endpoint {item.endpoint.Annotation.Name}, port {item.endpoint.Annotation.Port?.ToString() ?? "any"})")) + ".");
                }
            }
        }
    }

    private static int? FixedPort(EndpointAnnotation endpoint, bool randomizePorts) =>
        endpoint.IsProxied && randomizePorts ? null : endpoint.Port ?? (endpoint.IsProxied ? null : endpoint.TargetPort);

    private static DcpService NewService(Workload workload, WorkloadEndpoint endpoint, bool randomizePorts)
    {
        var annotation = endpoint.Annotation;
        var port = FixedPort(annotation, randomizePorts);
        if (!annotation.IsProxied && port is null)
        {
            throw new DistributedApplicationException(
                $"Endpoint '{annotation.Name}' of resource '{workload.Resource.Name}' is not proxied, so it needs a port.");
        }

        if (annotation.IsProxied && !workload.IsContainer && port is not null && port == annotation.TargetPort)
        {
            throw new DistributedApplicationException(
                $"Endpoint '{annotation.Name}' of resource '{workload.Resource.Name}' is proxied, so port and target port cannot both be {port}. " +
                "Leave the target port out, or set isProxied to false.");
        }

        var service = new DcpService
        {
            Metadata = { Name = endpoint.ServiceName },
            Spec =
            {
                Address = annotation.TargetHost,
                Port = port,
                AddressAllocationMode = annotation.IsProxied ? "Localhost" : "Proxyless",
            },
        };
        service.Annotate(DcpAnnotations.ResourceName, workload.Resource.Name);
        service.Annotate(DcpAnnotations.EndpointName, annotation.Name);
        return service;
    }

    private static void Publish(Workload workload, WorkloadEndpoint endpoint, ServiceStatus status)
    {
        var annotation = endpoint.Annotation;
        var port = status.EffectivePort!.Value;
        var targetPort = DcpTemplate.PortForServing(endpoint.ServiceName);
        annotation.AllocatedEndpoint = new AllocatedEndpoint(annotation, KnownHostNames.Localhost, port, targetPort);

        // How containers see it: other containers by name on their shared network, everything else through the host.
        var network = KnownNetworkIdentifiers.DefaultAspireContainerNetwork;
        annotation.AllAllocatedEndpoints.AddOrUpdateAllocatedEndpoint(network, workload.IsContainer
            ? new AllocatedEndpoint(annotation, workload.Resource.Name, annotation.TargetPort ?? port, EndpointBindingMode.SingleAddress, targetPort, network)
            : new AllocatedEndpoint(annotation, KnownHostNames.DockerDesktopHostBridge, port, EndpointBindingMode.SingleAddress, targetPort, network));
    }
}
