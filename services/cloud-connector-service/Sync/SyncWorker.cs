using Microsoft.Extensions.Options;
using SreCopilot.Connectors;
using SreCopilot.Database;

namespace SreCopilot.CloudConnectorService.Sync;

/// <summary>Syncs connections when they are due.</summary>
internal sealed partial class SyncWorker(ServiceDatabase database, SyncRun sync, SyncSignal signal, IOptions<SyncOptions> options, TimeProvider time, ILogger<SyncWorker> logger)
    : LeasedWorker<SyncLease>(signal, options.Value.AtOnce, logger)
{
    protected override Task<SyncLease?> TakeAsync(CancellationToken stopping) => SyncLease.TakeAsync(database, time.GetStoredNow(), stopping);

    protected override async Task WorkAsync(SyncLease lease, CancellationToken stopping)
    {
        SyncOutcome? outcome;
        try
        {
            outcome = await sync.RunAsync(lease, stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !DatabaseFaults.IsUnavailable(exception))
        {
            // A mistake of ours must not make it be taken again at once, for ever.
            LogFailed(logger, exception);
            outcome = new SyncOutcome("The sync failed for a reason inside of the platform; its log says which.");
        }

        if (outcome is null)
        {
            LogLost(logger, lease.Connection.Id);
            return;
        }

        if (outcome.Problem is not null)
        {
            LogIncomplete(logger, lease.Connection.Id, outcome.Problem);
        }

        var interval = TimeSpan.FromSeconds(options.Value.IntervalSeconds);
        var now = time.GetStoredNow();
        await lease.EndAsync(database, outcome, now, now + (outcome.RetryAfter > interval ? outcome.RetryAfter.Value : interval), stopping);
    }

    [LoggerMessage(LogLevel.Warning, "Connection {ConnectionId} was not read completely: {Problem}")]
    private static partial void LogIncomplete(ILogger logger, Guid connectionId, string problem);

    [LoggerMessage(LogLevel.Information, "The sync of connection {ConnectionId} ended: another replica does it, or it was deleted or switched off")]
    private static partial void LogLost(ILogger logger, Guid connectionId);

    [LoggerMessage(LogLevel.Error, "A sync failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
