namespace SreCopilot.Connectors;

/// <summary>Wakes workers of this replica that wait for something to do.</summary>
public abstract class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);

    /// <summary>There is something to do.</summary>
    public void Set() => _signal.Release();

    /// <summary>Ends at a signal, and now and then without one.</summary>
    /// <param name="limit">The longest wait.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>A task that ends then.</returns>
    public Task WaitAsync(TimeSpan limit, CancellationToken cancel) => _signal.WaitAsync(limit, cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the semaphore back.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) => _signal.Dispose();
}

/// <summary>Wakes whoever syncs.</summary>
public sealed class SyncSignal : WorkSignal;
