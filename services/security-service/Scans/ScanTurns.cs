using Microsoft.Extensions.Options;

namespace SreCopilot.SecurityService.Scans;

/// <summary>Bounds the memory that scans take: each is read only when it is its turn.</summary>
internal sealed class ScanTurns(IOptions<ScanOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(options.Value.MaxAtOnce);

    /// <returns>The turn; dispose it. Null when it did not come in time.</returns>
    public async Task<IDisposable?> TakeAsync(CancellationToken cancel) =>
        await _turns.WaitAsync(TimeSpan.FromSeconds(options.Value.WaitSeconds), cancel) ? new Turn(_turns) : null;

    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
