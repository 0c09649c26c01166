using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Orchestration;

/// <summary>What of the model DCP has to run, under which names, and what depends on what.</summary>
internal static class WorkloadPlan
{
    private const string SuffixAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static IReadOnlyList<Workload> Build(DistributedApplicationModel model)
    {
        var workloads = new List<Workload>();
        foreach (var resource in model.Resources.Where(InitialState.IsWorkload))
        {
            var replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
            var instances = Enumerable.Range(0, replicas).Select(_ => NewInstance(resource)).ToArray();
            workloads.Add(new Workload
            {
                Resource = resource,
                Instances = instances,
                Endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint =>
                    new WorkloadEndpoint(endpoint, $"{resource.Name}-{endpoint.Name}".ToLowerInvariant().Replace('_', '-')))],
            });
        }

        return workloads;
    }

    /// <summary>Resources that live inside another one and have no process of their own, at any depth.</summary>
    public static IReadOnlyList<IResource> ChildrenOf(this IServiceProvider services, IResource parent)
    {
        var resources = services.GetRequiredService<DistributedApplicationModel>().Resources;
        return [.. resources.Where(resource => !InitialState.IsWorkload(resource) && resource.Ancestors().Contains(parent))];
    }

    /// <summary>What a resource lives inside of, nearest first.</summary>
    public static IEnumerable<IResource> Ancestors(this IResource resource)
    {
        while (resource is IResourceWithParent { Parent: var parent })
        {
            yield return parent;
            resource = parent;
        }
    }

    private static WorkloadInstance NewInstance(IResource resource)
    {
        var suffix = RandomNumberGenerator.GetString(SuffixAlphabet, 8);
        return new WorkloadInstance { Id = $"{resource.Name.ToLowerInvariant()}-{suffix}", Suffix = suffix };
    }
}
