using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Eventing;

/// <summary>Something that happens to the application.</summary>
public interface IDistributedApplicationEvent;

/// <summary>Something that happens to a resource.</summary>
public interface IDistributedApplicationResourceEvent : IDistributedApplicationEvent
{
    /// <summary>Gets the resource.</summary>
    IResource Resource { get; }
}

/// <summary>Tells handlers about events.</summary>
public interface IDistributedApplicationEventing
{
    /// <summary>Handles all events of a kind.</summary>
    /// <typeparam name="T">The kind of event.</typeparam>
    /// <param name="callback">The handler.</param>
    /// <returns>The subscription.</returns>
    DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback) where T : IDistributedApplicationEvent;

    /// <summary>Handles the events of a kind that happen to one resource.</summary>
    /// <typeparam name="T">The kind of event.</typeparam>
    /// <param name="resource">The resource.</param>
    /// <param name="callback">The handler.</param>
    /// <returns>The subscription.</returns>
    DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback) where T : IDistributedApplicationResourceEvent;

    /// <summary>Ends a subscription.</summary>
    /// <param name="subscription">The subscription.</param>
    void Unsubscribe(DistributedApplicationEventSubscription subscription);

    /// <summary>Publishes an event and waits for its handlers, one after another.</summary>
    /// <typeparam name="T">The kind of event.</typeparam>
    /// <param name="event">The event.</param>
    /// <param name="cancellationToken">Stops the handlers.</param>
    /// <returns>A task that ends with the handlers.</returns>
    Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default) where T : IDistributedApplicationEvent;

    /// <summary>Publishes an event.</summary>
    /// <typeparam name="T">The kind of event.</typeparam>
    /// <param name="event">The event.</param>
    /// <param name="dispatchBehavior">Whether handlers run one after another, and whether they are waited for.</param>
    /// <param name="cancellationToken">Stops the handlers.</param>
    /// <returns>A task that ends with the handlers, if they are waited for.</returns>
    Task PublishAsync<T>(T @event, EventDispatchBehavior dispatchBehavior, CancellationToken cancellationToken = default) where T : IDistributedApplicationEvent;
}

/// <summary>How handlers of an event run.</summary>
public enum EventDispatchBehavior
{
    /// <summary>One after another, waited for.</summary>
    BlockingSequential,

    /// <summary>All at once, waited for.</summary>
    BlockingConcurrent,

    /// <summary>One after another, not waited for.</summary>
    NonBlockingSequential,

    /// <summary>All at once, not waited for.</summary>
    NonBlockingConcurrent,
}

/// <summary>A handler of events.</summary>
/// <param name="callback">The handler.</param>
public class DistributedApplicationEventSubscription(Func<IDistributedApplicationEvent, CancellationToken, Task> callback)
{
    /// <summary>Gets the handler.</summary>
    public Func<IDistributedApplicationEvent, CancellationToken, Task> Callback { get; } = callback;
}

/// <summary>A handler of events of one resource.</summary>
/// <param name="resource">The resource.</param>
/// <param name="callback">The handler.</param>
public class DistributedApplicationResourceEventSubscription(IResource? resource, Func<IDistributedApplicationResourceEvent, CancellationToken, Task> callback)
    : DistributedApplicationEventSubscription((@event, cancellationToken) => callback((IDistributedApplicationResourceEvent)@event, cancellationToken))
{
    /// <summary>Gets the resource.</summary>
    public IResource? Resource { get; } = resource;
}
