using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Keeps the console logs of resources.</summary>
public class ResourceLoggerService : IDisposable
{
    private readonly ConcurrentDictionary<string, ResourceLog> _logs = new(StringComparers.ResourceName);
    private readonly Lock _lock = new();
    private readonly HashSet<ChannelWriter<LogSubscriber>> _subscriberWatchers = [];

    /// <summary>Gets a logger that writes to the log of all instances of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The logger.</returns>
    public ILogger GetLogger(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new ResourceLogger(() => resource.GetResolvedResourceNames().Select(Log));
    }

    /// <summary>Gets a logger that writes to the log of an instance.</summary>
    /// <param name="resourceName">The name of the instance.</param>
    /// <returns>The logger.</returns>
    public ILogger GetLogger(string resourceName)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceName);
        return new ResourceLogger(() => [Log(resourceName)]);
    }

    /// <summary>Watches the log of a resource: first the latest lines, then every new one.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The lines.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Merge([.. resource.GetResolvedResourceNames().Select(Log)]);
    }

    /// <summary>Watches the log of an instance: first the latest lines, then every new one.</summary>
    /// <param name="resourceName">The name of the instance.</param>
    /// <returns>The lines.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceName);
        return Log(resourceName).WatchAsync();
    }

    /// <summary>Gets the latest lines of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>The lines.</returns>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        foreach (var name in resource.GetResolvedResourceNames())
        {
            await Task.CompletedTask;
            yield return Log(name).Lines();
        }
    }

    /// <summary>Gets the latest lines of an instance.</summary>
    /// <param name="resourceName">The name of the instance.</param>
    /// <returns>The lines.</returns>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceName);
        await Task.CompletedTask;
        yield return Log(resourceName).Lines();
    }

    /// <summary>Watches whether logs are watched, so that they are only fetched when they are.</summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The changes.</returns>
    public async IAsyncEnumerable<LogSubscriber> WatchAnySubscribersAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LogSubscriber>();
        lock (_lock)
        {
            foreach (var (name, log) in _logs.Where(entry => entry.Value.IsWatched))
            {
                channel.Writer.TryWrite(new LogSubscriber(name, AnySubscribers: true));
            }

            _subscriberWatchers.Add(channel.Writer);
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return change;
            }
        }
        finally
        {
            lock (_lock)
            {
                _subscriberWatchers.Remove(channel.Writer);
            }
        }
    }

    /// <summary>Ends the logs of a resource, and with them all watches.</summary>
    /// <param name="resource">The resource.</param>
    public void Complete(IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        foreach (var name in resource.GetResolvedResourceNames())
        {
            Complete(name);
        }
    }

    /// <summary>Ends the log of an instance, and with it all watches.</summary>
    /// <param name="name">The name of the instance.</param>
    public void Complete(string name) => Log(name).Complete();

    /// <summary>Forgets the lines of an instance.</summary>
    /// <param name="resourceName">The name of the instance.</param>
    public void ClearBacklog(string resourceName) => Log(resourceName).Clear();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var log in _logs.Values)
        {
            log.Complete();
        }

        lock (_lock)
        {
            foreach (var watcher in _subscriberWatchers)
            {
                watcher.TryComplete();
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a line that the resource itself wrote.</summary>
    internal void Append(string resourceName, string content, bool isError) => Log(resourceName).Append(content, isError);

    private ResourceLog Log(string name) => _logs.GetOrAdd(name, key =>
    {
        var log = new ResourceLog();
        log.WatchedChanged += watched =>
        {
            lock (_lock)
            {
                foreach (var watcher in _subscriberWatchers)
                {
                    watcher.TryWrite(new LogSubscriber(key, watched));
                }
            }
        };
        return log;
    });

    private static async IAsyncEnumerable<IReadOnlyList<LogLine>> Merge(ResourceLog[] logs, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<IReadOnlyList<LogLine>>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pumps = Task.WhenAll(logs.Select(async log =>
        {
            await foreach (var batch in log.WatchAsync(ended.Token))
            {
                channel.Writer.TryWrite(batch);
            }
        }));
        _ = pumps.ContinueWith(_ => channel.Writer.TryComplete(), TaskScheduler.Default);
        try
        {
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return batch;
            }
        }
        finally
        {
            await ended.CancelAsync();
        }
    }
}
