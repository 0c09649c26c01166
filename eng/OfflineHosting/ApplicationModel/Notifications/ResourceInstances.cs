using System.Collections.Immutable;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The instances of a resource as the orchestrator names them.</summary>
/// <param name="instances">The instances.</param>
internal sealed class ResourceInstancesAnnotation(ImmutableArray<ResourceInstance> instances) : IResourceAnnotation
{
    public ImmutableArray<ResourceInstance> Instances { get; } = instances;
}

/// <summary>One instance of a resource.</summary>
/// <param name="Name">The name, unique on this machine.</param>
/// <param name="Suffix">What was appended to the name of the resource.</param>
/// <param name="Index">The number of the instance, from 0.</param>
internal sealed record ResourceInstance(string Name, string Suffix, int Index);

internal static class ResourceInstances
{
    /// <summary>Gets the names of the instances: those of the orchestrator, or the name of the resource itself.</summary>
    public static IReadOnlyList<string> GetResolvedResourceNames(this IResource resource) =>
        resource.Annotations.OfType<ResourceInstancesAnnotation>().LastOrDefault() is { Instances: { IsEmpty: false } instances }
            ? [.. instances.Select(instance => instance.Name)]
            : [resource.Name];
}
