namespace SreCopilot.AlertingService.Evaluation;

/// <summary>Lets a background loop sleep until something is to be done here, and now and then look for what other replicas left behind.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Set()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
    }

    /// <returns>When something is to be done, or after the pause.</returns>
    public Task WaitAsync(TimeSpan pause, CancellationToken cancel) => _signal.WaitAsync(pause, cancel);

    public void Dispose() => _signal.Dispose();
}
