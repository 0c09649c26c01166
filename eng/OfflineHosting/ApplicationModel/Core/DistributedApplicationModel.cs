namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resources of an application.</summary>
public class DistributedApplicationModel
{
    /// <summary>Initializes the model.</summary>
    /// <param name="resources">The resources.</param>
    public DistributedApplicationModel(IResourceCollection resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        Resources = resources;
    }

    /// <summary>Initializes the model.</summary>
    /// <param name="resources">The resources.</param>
    public DistributedApplicationModel(IEnumerable<IResource> resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        Resources = new ResourceCollection();
        foreach (var resource in resources)
        {
            Resources.Add(resource);
        }
    }

    /// <summary>Gets the resources, in the order in which they were added.</summary>
    public IResourceCollection Resources { get; }
}
