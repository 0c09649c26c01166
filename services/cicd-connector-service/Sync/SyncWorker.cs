using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Sync;

/// <summary>Wakes the workers of this replica.</summary>
internal sealed class SyncSignal : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);

    public void Set() => _signal.Release();

    /// <summary>Ends at a signal, and now and then without one.</summary>
    public Task WaitAsync(TimeSpan limit, CancellationToken cancel) => _signal.WaitAsync(limit, cancel);

    public void Dispose() => _signal.Dispose();
}

/// <summary>Syncs connections when they are due; several at once, so that a slow system keeps nobody waiting.</summary>
internal sealed partial class SyncWorker(ServiceDatabase database, SyncRun sync, SyncSignal signal, IOptions<SyncOptions> options, TimeProvider time, ILogger<SyncWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, options.Value.AtOnce).Select(_ => RunAsync(stoppingToken)));

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (await SyncLease.TakeAsync(database, time.GetStoredNow(), stopping) is { } lease)
                {
                    await SyncAsync(lease, stopping);
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
                    LogFailed(exception);
                }

                await Task.Delay(Poll, CancellationToken.None);
            }
        }
    }

    private async Task SyncAsync(SyncLease lease, CancellationToken stopping)
    {
        SyncOutcome? outcome;
        try
        {
            outcome = await sync.RunAsync(lease, stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !DatabaseFaults.IsUnavailable(exception))
        {
            // A mistake of ours must not make it be taken again at once, for ever.
            LogFailed(exception);
            outcome = new SyncOutcome("The sync failed for a reason inside of the platform; its log says which.", 0, false, null, null, null);
        }

        if (outcome is null)
        {
            LogLost(lease.Connection.Id);
            return;
        }

        if (outcome.Problem is not null)
        {
            LogIncomplete(lease.Connection.Id, outcome.Problem);
        }

        var interval = TimeSpan.FromSeconds(options.Value.IntervalSeconds);
        var now = time.GetStoredNow();
        await lease.EndAsync(database, outcome, now, now + (outcome.RetryAfter > interval ? outcome.RetryAfter.Value : interval), stopping);
    }

    [LoggerMessage(LogLevel.Warning, "Connection {ConnectionId} was not read completely: {Problem}")]
    private partial void LogIncomplete(Guid connectionId, string problem);

    [LoggerMessage(LogLevel.Information, "The sync of connection {ConnectionId} ended: another replica does it, or it was deleted or switched off")]
    private partial void LogLost(Guid connectionId);

    [LoggerMessage(LogLevel.Error, "A sync failed")]
    private partial void LogFailed(Exception exception);
}
