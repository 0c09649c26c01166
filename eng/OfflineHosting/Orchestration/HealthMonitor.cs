using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Runs the health checks of every resource while it runs: each second until it is healthy, then every three, so that
/// the dashboard knows within five seconds that it is not any more. The first time all is well, it is announced as ready.
/// </summary>
internal sealed partial class HealthMonitor(
    ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    ILogger<HealthMonitor> logger)
{
    private static readonly TimeSpan NotHealthyInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HealthyInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var update in notifications.WatchAsync(cancellationToken))
        {
            var isRunning = update.Snapshot.State?.Text == KnownResourceStates.Running;
            if (isRunning && !_running.ContainsKey(update.ResourceId))
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                _running[update.ResourceId] = stop;
                _ = MonitorAsync(update.Resource, update.ResourceId, stop.Token);
            }
            else if (!isRunning && _running.TryRemove(update.ResourceId, out var stop))
            {
                await stop.CancelAsync();
                stop.Dispose();
            }
        }
    }

    private async Task MonitorAsync(IResource resource, string id, CancellationToken cancellationToken)
    {
        var keys = InitialState.HealthReports(resource).Select(report => report.Name).ToHashSet(StringComparer.Ordinal);
        var isReady = false;
        try
        {
            while (true)
            {
                var reports = keys.Count == 0 ? [] : await CheckAsync(keys, cancellationToken);
                if (reports.Length > 0)
                {
                    await notifications.PublishUpdateAsync(resource, id, snapshot =>
                        snapshot.State?.Text == KnownResourceStates.Running ? snapshot with { HealthReports = reports } : snapshot);
                }

                var healthy = reports.All(report => report.Status == HealthStatus.Healthy);
                if (healthy && !isReady)
                {
                    isReady = true;
                    await AnnounceReadyAsync(resource, id, cancellationToken);
                }

                if (keys.Count == 0)
                {
                    return;
                }

                await Task.Delay(healthy ? HealthyInterval : NotHealthyInterval, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // It does not run any more.
        }
        catch (Exception e)
        {
            LogFailed(logger, resource.Name, e);
        }
    }

    private async Task AnnounceReadyAsync(IResource resource, string id, CancellationToken cancellationToken)
    {
        var handlers = eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        await notifications.PublishUpdateAsync(resource, id, snapshot => snapshot with { ReadyHandlers = handlers });
        try
        {
            await handlers;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogReadyHandlerFailed(logger, resource.Name, e);
        }
    }

    private async Task<ImmutableArray<HealthReportSnapshot>> CheckAsync(HashSet<string> keys, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(CheckTimeout);
        try
        {
            var report = await services.GetRequiredService<HealthCheckService>()
                .CheckHealthAsync(registration => keys.Contains(registration.Name), deadline.Token);
            var now = DateTime.UtcNow;
            return [.. keys.Select(key => report.Entries.TryGetValue(key, out var entry)
                ? new HealthReportSnapshot(key, entry.Status, entry.Description, entry.Exception?.ToString()) { LastRunAt = now }
                : new HealthReportSnapshot(key, HealthStatus.Unhealthy, "No health check of this name is registered.", null) { LastRunAt = now })];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var text = $"No answer within {CheckTimeout.TotalSeconds:0} seconds.";
            return [.. keys.Select(key => new HealthReportSnapshot(key, HealthStatus.Unhealthy, text, null) { LastRunAt = DateTime.UtcNow })];
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The health of resource '{Resource}' is no longer watched because of an error.")]
    private static partial void LogFailed(ILogger logger, string resource, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A handler of the ready event of resource '{Resource}' failed.")]
    private static partial void LogReadyHandlerFailed(ILogger logger, string resource, Exception exception);
}
