using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SreCopilot.Database;

namespace SreCopilot.Connectors;

/// <summary>Does leased work whenever some is due, several pieces at once, so that a slow one keeps nobody waiting.</summary>
/// <typeparam name="TLease">The right to do one piece.</typeparam>
public abstract partial class LeasedWorker<TLease>(WorkSignal signal, int atOnce, ILogger logger) : BackgroundService
    where TLease : class
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Takes a piece of work.</summary>
    /// <param name="stopping">Ends the service.</param>
    /// <returns>Null when nothing is due.</returns>
    protected abstract Task<TLease?> TakeAsync(CancellationToken stopping);

    /// <summary>Does it.</summary>
    /// <param name="lease">The piece.</param>
    /// <param name="stopping">Ends the service.</param>
    /// <returns>A task that ends when it is done.</returns>
    protected abstract Task WorkAsync(TLease lease, CancellationToken stopping);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => RunAsync(stoppingToken)));

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await TakeAsync(stopping) is { } lease)
                {
                    await WorkAsync(lease, stopping);
                }

                await signal.WaitAsync(Poll, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (!DatabaseFaults.IsUnavailable(exception))
                {
                    LogFailed(logger, exception);
                }

                await Task.Delay(Poll, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Work in the background failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
