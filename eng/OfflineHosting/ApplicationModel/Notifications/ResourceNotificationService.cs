using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps the latest snapshot of every resource and tells watchers about new ones.</summary>
public partial class ResourceNotificationService : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _latest = new(StringComparers.ResourceName);
    private readonly HashSet<ChannelWriter<ResourceEvent>> _watchers = [];
    private readonly CancellationTokenSource _disposing = new();
    private readonly ILogger<ResourceNotificationService> _logger;
    private readonly IServiceProvider _services;
    private readonly ResourceLoggerService _resourceLoggers;
    private readonly CancellationToken _stopping;

    /// <summary>Initializes the service.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="hostApplicationLifetime">The lifetime of the AppHost.</param>
    /// <param name="serviceProvider">The services.</param>
    /// <param name="resourceLoggerService">The logs of resources.</param>
    public ResourceNotificationService(ILogger<ResourceNotificationService> logger, IHostApplicationLifetime hostApplicationLifetime, IServiceProvider serviceProvider, ResourceLoggerService resourceLoggerService)
    {
        ArgumentNullException.ThrowIfNull(hostApplicationLifetime);
        _logger = logger;
        _services = serviceProvider;
        _resourceLoggers = resourceLoggerService;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token, hostApplicationLifetime.ApplicationStopping).Token;
    }

    private WaitBehavior DefaultWaitBehavior =>
        _services.GetService<IOptions<ResourceNotificationServiceOptions>>()?.Value.DefaultWaitBehavior ?? WaitBehavior.StopOnResourceUnavailable;

    /// <summary>Publishes a new snapshot of all instances of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="stateFactory">Makes the new snapshot from the latest one.</param>
    /// <returns>A finished task.</returns>
    public async Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        foreach (var id in resource.GetResolvedResourceNames())
        {
            await PublishUpdateAsync(resource, id, stateFactory);
        }
    }

    /// <summary>Publishes a new snapshot of one instance of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="resourceId">The name of the instance.</param>
    /// <param name="stateFactory">Makes the new snapshot from the latest one.</param>
    /// <returns>A finished task.</returns>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(stateFactory);
        lock (_lock)
        {
            var previous = _latest.GetValueOrDefault(resourceId)?.Snapshot;
            var next = SnapshotDefaults.Complete(stateFactory(previous ?? SnapshotDefaults.Initial(resource)), resource, _services) with
            {
                Version = (previous?.Version ?? 0) + 1,
            };
            var published = new ResourceEvent(resource, resourceId, next);
            _latest[resourceId] = published;
            foreach (var watcher in _watchers)
            {
                watcher.TryWrite(published);
            }

            if (next.State?.Text is { Length: > 0 } state && state != previous?.State?.Text)
            {
                LogState(resource.Name, resourceId, previous?.State?.Text, state);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Gets the latest snapshot of an instance.</summary>
    /// <param name="resourceId">The name of the instance, or of a resource with one instance.</param>
    /// <param name="resourceEvent">The snapshot.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
        {
            if (_latest.TryGetValue(resourceId, out resourceEvent))
            {
                return true;
            }

            var instances = _latest.Values.Where(candidate => StringComparers.ResourceName.Equals(candidate.Resource.Name, resourceId)).ToList();
            resourceEvent = instances.Count == 1 ? instances[0] : null;
            return resourceEvent is not null;
        }
    }

    /// <summary>Watches all resources: first the latest snapshots, then every new one.</summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The snapshots.</returns>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (_lock)
        {
            foreach (var latest in _latest.Values)
            {
                channel.Writer.TryWrite(latest);
            }

            _watchers.Add(channel.Writer);
        }

        try
        {
            await foreach (var resourceEvent in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return resourceEvent;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel.Writer);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _disposing.Cancel();
        lock (_lock)
        {
            foreach (var watcher in _watchers)
            {
                watcher.TryComplete();
            }
        }

        GC.SuppressFinalize(this);
    }

    [LoggerMessage(LogLevel.Debug, "Resource {Resource}/{ResourceId} changed state: {PreviousState} -> {NewState}.")]
    private partial void LogState(string resource, string resourceId, string? previousState, string newState);
}
