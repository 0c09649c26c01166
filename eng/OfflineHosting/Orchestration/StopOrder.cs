using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// In which order workloads stop at the end: nothing loses what it waited for or refers to while it is still finishing
/// its work. What is independent stops at the same time.
/// </summary>
internal sealed class StopOrder
{
    private readonly Dictionary<Workload, List<Workload>> _dependants;

    public StopOrder(IReadOnlyCollection<Workload> workloads)
    {
        var waitsFor = workloads.ToDictionary(workload => workload, workload => Reach(workload.Resource, Awaited));
        var needs = workloads.ToDictionary(workload => workload, workload => Reach(workload.Resource, Needed));
        _dependants = workloads.ToDictionary(
            workload => workload,
            workload => workloads.Where(other => IsBefore(other, workload, waitsFor) || IsBefore(other, workload, needs)).ToList());

        // Two that refer to each other have no order by that, but may have one by their waits.
        bool IsBefore(Workload first, Workload second, Dictionary<Workload, HashSet<IResource>> reach) =>
            first != second && reach[first].Contains(second.Resource) && !reach[second].Contains(first.Resource);
    }

    /// <summary>Stops all, each as soon as everything that depends on it has stopped.</summary>
    public Task RunAsync(Func<Workload, Task> stop)
    {
        var stops = new Dictionary<Workload, Task>();
        return Task.WhenAll(_dependants.Keys.Select(StopOnce).ToArray());

        Task StopOnce(Workload workload)
        {
            if (!stops.TryGetValue(workload, out var stopping))
            {
                stops[workload] = stopping = StopAfterDependantsAsync(workload, _dependants[workload].Select(StopOnce).ToArray());
            }

            return stopping;
        }

        async Task StopAfterDependantsAsync(Workload workload, Task[] dependants)
        {
            await Task.WhenAll(dependants);
            await stop(workload);
        }
    }

    private static HashSet<IResource> Reach(IResource start, Func<IResource, IEnumerable<IResource>> next)
    {
        var found = new HashSet<IResource>();
        var open = new Stack<IResource>([start]);
        while (open.TryPop(out var resource))
        {
            foreach (var reached in next(resource).SelectMany(item => item.Ancestors().Prepend(item)).Where(found.Add))
            {
                open.Push(reached);
            }
        }

        return found;
    }

    private static IEnumerable<IResource> Awaited(IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource);

    private static IEnumerable<IResource> Needed(IResource resource) =>
        Awaited(resource).Concat(resource.Annotations.OfType<ResourceRelationshipAnnotation>()
            .Where(relationship => relationship.Type == KnownRelationshipTypes.Reference)
            .Select(relationship => relationship.Resource));
}
