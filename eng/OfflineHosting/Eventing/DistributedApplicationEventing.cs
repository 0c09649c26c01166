using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Eventing;

/// <summary>Tells handlers about events, in the order in which they subscribed.</summary>
public class DistributedApplicationEventing : IDistributedApplicationEventing
{
    private readonly Lock _lock = new();
    private readonly List<(Type Kind, DistributedApplicationEventSubscription Subscription)> _subscriptions = [];

    /// <inheritdoc />
    public DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback) where T : IDistributedApplicationEvent
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Add<T>(new DistributedApplicationEventSubscription((@event, cancellationToken) => callback((T)@event, cancellationToken)));
    }

    /// <inheritdoc />
    public DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback) where T : IDistributedApplicationResourceEvent
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(callback);
        return Add<T>(new DistributedApplicationResourceEventSubscription(resource, (@event, cancellationToken) => callback((T)@event, cancellationToken)));
    }

    /// <inheritdoc />
    public void Unsubscribe(DistributedApplicationEventSubscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        lock (_lock)
        {
            _subscriptions.RemoveAll(entry => entry.Subscription == subscription);
        }
    }

    /// <inheritdoc />
    public Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default) where T : IDistributedApplicationEvent =>
        PublishAsync(@event, EventDispatchBehavior.BlockingSequential, cancellationToken);

    /// <inheritdoc />
    public Task PublishAsync<T>(T @event, EventDispatchBehavior dispatchBehavior, CancellationToken cancellationToken = default) where T : IDistributedApplicationEvent
    {
        ArgumentNullException.ThrowIfNull(@event);
        var handlers = HandlersOf(@event);
        var work = dispatchBehavior switch
        {
            EventDispatchBehavior.BlockingSequential => InOrderAsync(),
            EventDispatchBehavior.BlockingConcurrent => AtOnceAsync(),
            EventDispatchBehavior.NonBlockingSequential => Task.Run(InOrderAsync, cancellationToken),
            EventDispatchBehavior.NonBlockingConcurrent => Task.Run(AtOnceAsync, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(dispatchBehavior), dispatchBehavior, null),
        };

        return dispatchBehavior is EventDispatchBehavior.BlockingSequential or EventDispatchBehavior.BlockingConcurrent ? work : Task.CompletedTask;

        async Task InOrderAsync()
        {
            foreach (var handler in handlers)
            {
                await handler(@event, cancellationToken);
            }
        }

        Task AtOnceAsync() => Task.WhenAll(handlers.Select(handler => handler(@event, cancellationToken)));
    }

    private List<Func<IDistributedApplicationEvent, CancellationToken, Task>> HandlersOf<T>(T @event) where T : IDistributedApplicationEvent
    {
        lock (_lock)
        {
            return [.. _subscriptions
                .Where(entry => entry.Kind == typeof(T) && Concerns(entry.Subscription))
                .Select(entry => entry.Subscription.Callback)];
        }

        bool Concerns(DistributedApplicationEventSubscription subscription) =>
            subscription is not DistributedApplicationResourceEventSubscription { Resource: { } resource }
            || (@event is IDistributedApplicationResourceEvent resourceEvent && resourceEvent.Resource == resource);
    }

    private DistributedApplicationEventSubscription Add<T>(DistributedApplicationEventSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Add((typeof(T), subscription));
        }

        return subscription;
    }
}
