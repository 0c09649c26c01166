namespace SreCopilot.EmbeddedShared;

/// <summary>A data store that this process runs for development.</summary>
internal interface IEmbeddedStore
{
    /// <summary>
    /// Starts the store and returns when it has stopped because <paramref name="stopping"/> asked for it.
    /// Throws <see cref="EmbeddedStoreException"/> when it cannot start or ends by itself.
    /// </summary>
    Task RunAsync(CancellationToken stopping);

    /// <summary>True when a client of the application would be served right now.</summary>
    Task<bool> IsHealthyAsync(CancellationToken cancellation);
}
