using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Orchestration;

/// <summary>What of the model DCP has to run, and under which names.</summary>
internal static class WorkloadPlan
{
    private const string SuffixAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <param name="model">The application.</param>
    /// <param name="applicationId">Tells this application from others on the machine, the same in every run.</param>
    public static IReadOnlyList<Workload> Build(DistributedApplicationModel model, string applicationId)
    {
        var workloads = new List<Workload>();
        foreach (var resource in model.Resources.Where(InitialState.IsWorkload))
        {
            var replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
            workloads.Add(new Workload
            {
                Resource = resource,
                Instances = [.. Enumerable.Range(0, replicas).Select(_ => NewInstance(resource, applicationId))],
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

    private static WorkloadInstance NewInstance(IResource resource, string applicationId)
    {
        var suffix = Workload.IsPersistentContainer(resource) ? applicationId : RandomNumberGenerator.GetString(SuffixAlphabet, 8);
        return new WorkloadInstance { Id = $"{resource.Name.ToLowerInvariant()}-{suffix}", Suffix = suffix };
    }
}
