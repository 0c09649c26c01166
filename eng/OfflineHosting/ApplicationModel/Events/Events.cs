using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The application is about to start or to be published; the model may still change.</summary>
/// <param name="services">The services.</param>
/// <param name="model">The model.</param>
public class BeforeStartEvent(IServiceProvider services, DistributedApplicationModel model) : IDistributedApplicationEvent
{
    /// <summary>Gets the services.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>Gets the model.</summary>
    public DistributedApplicationModel Model { get; } = model;
}

/// <summary>All resources were created.</summary>
/// <param name="services">The services.</param>
/// <param name="model">The model.</param>
public class AfterResourcesCreatedEvent(IServiceProvider services, DistributedApplicationModel model) : IDistributedApplicationEvent
{
    /// <summary>Gets the services.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>Gets the model.</summary>
    public DistributedApplicationModel Model { get; } = model;
}

/// <summary>A resource is about to start; whatever it waits for has happened.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services.</param>
public class BeforeResourceStartedEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc />
    public IResource Resource { get; } = resource;

    /// <summary>Gets the services.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>A resource runs and is healthy for the first time after a start; those that wait for it wait for the handlers too.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services.</param>
public class ResourceReadyEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc />
    public IResource Resource { get; } = resource;

    /// <summary>Gets the services.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>The connection string of a resource is known.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services.</param>
public class ConnectionStringAvailableEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc />
    public IResource Resource { get; } = resource;

    /// <summary>Gets the services.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>The endpoints of a resource have addresses.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services.</param>
public class ResourceEndpointsAllocatedEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc />
    public IResource Resource { get; } = resource;

    /// <summary>Gets the services.</summary>
    public IServiceProvider Services { get; } = services;
}

/// <summary>A resource has stopped.</summary>
/// <param name="resource">The resource.</param>
/// <param name="services">The services.</param>
/// <param name="resourceEvent">Its last snapshot.</param>
public class ResourceStoppedEvent(IResource resource, IServiceProvider services, ResourceEvent resourceEvent) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc />
    public IResource Resource { get; } = resource;

    /// <summary>Gets the services.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>Gets its last snapshot.</summary>
    public ResourceEvent ResourceEvent { get; } = resourceEvent;
}

/// <summary>The application starts, and a resource of a kind of its own may begin its life.</summary>
/// <param name="resource">The resource.</param>
/// <param name="distributedApplicationEventing">The events.</param>
/// <param name="resourceLoggerService">The logs of resources.</param>
/// <param name="resourceNotificationService">The snapshots of resources.</param>
/// <param name="services">The services.</param>
public class InitializeResourceEvent(
    IResource resource,
    IDistributedApplicationEventing distributedApplicationEventing,
    ResourceLoggerService resourceLoggerService,
    ResourceNotificationService resourceNotificationService,
    IServiceProvider services) : IDistributedApplicationResourceEvent
{
    /// <inheritdoc />
    public IResource Resource { get; } = resource;

    /// <summary>Gets the services.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>Gets the events.</summary>
    public IDistributedApplicationEventing Eventing { get; } = distributedApplicationEventing;

    /// <summary>Gets the log of the resource.</summary>
    public ILogger Logger { get; } = resourceLoggerService.GetLogger(resource);

    /// <summary>Gets the snapshots of resources.</summary>
    public ResourceNotificationService Notifications { get; } = resourceNotificationService;
}
