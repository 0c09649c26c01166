namespace Aspire.Hosting.ApplicationModel;

/// <summary>A new snapshot of a resource.</summary>
/// <param name="resource">The resource.</param>
/// <param name="resourceId">The name of the instance: that of the resource, or of one of its replicas.</param>
/// <param name="snapshot">The snapshot.</param>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>Gets the resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Gets the name of the instance.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>Gets the snapshot.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}

/// <summary>Options of <see cref="ResourceNotificationService" />.</summary>
public sealed class ResourceNotificationServiceOptions
{
    /// <summary>Gets or sets what happens when a resource that is waited for fails; the wait goes on by default.</summary>
    public WaitBehavior DefaultWaitBehavior { get; set; }
}
