using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.SyntheticService.Checks;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Running;

/// <summary>Checks monitors when they are due: as many at once as allowed, each under a lease.</summary>
internal sealed partial class Runner(Leases leases, Checker checker, IOptions<RunnerOptions> options, TimeProvider time, ILogger<Runner> logger) : BackgroundService
{
    // When a replica stops, giving back must not take longer than the others would wait.
    private static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _slots = new(options.Value.Parallelism);
    private readonly ConcurrentDictionary<Guid, Task> _running = new();

    private TimeSpan Poll => TimeSpan.FromSeconds(options.Value.PollSeconds);

    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
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

        await Task.WhenAll(_running.Values);
    }

    private async Task TurnAsync(CancellationToken stopping)
    {
        await _slots.WaitAsync(stopping);
        _slots.Release();
        var free = _slots.CurrentCount;
        var due = free > 0 ? await leases.TakeAsync(free, stopping) : [];
        foreach (var monitor in due)
        {
            await _slots.WaitAsync(CancellationToken.None);
            var lease = monitor.LeaseId!.Value;
            var run = RunAsync(monitor, stopping);
            _running[lease] = run;
            _ = run.ContinueWith(_ => _running.TryRemove(lease, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        if (due.Count < free)
        {
            await Task.Delay(Poll, stopping);
        }
    }

    private async Task RunAsync(SyntheticMonitor monitor, CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            var startedAt = time.GetStoredNow();
            var outcome = await checker.RunAsync(monitor, TimeSpan.FromSeconds(options.Value.RetryPauseSeconds), stopping);
            await StoreAsync(monitor, startedAt, outcome, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await GiveBackAsync(monitor);
        }
        catch (Exception exception)
        {
            // The lease ends by itself.
            LogCheckFailed(monitor.Id, exception);
        }
        finally
        {
            _slots.Release();
        }
    }

    // A result is worth waiting for the database, but not longer than the lease.
    private async Task StoreAsync(SyntheticMonitor monitor, DateTimeOffset startedAt, Outcome outcome, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await leases.EndAsync(monitor, startedAt, outcome, stopping);
                return;
            }
            catch (Exception exception) when (DatabaseFaults.IsUnavailable(exception) && time.GetUtcNow() < monitor.LeasedUntil)
            {
                await Task.Delay(Poll, stopping);
            }
        }
    }

    private async Task GiveBackAsync(SyntheticMonitor monitor)
    {
        try
        {
            using var limit = new CancellationTokenSource(GiveBackTime);
            await leases.GiveBackAsync(monitor, limit.Token);
        }
        catch (Exception exception)
        {
            // Then the lease ends by itself.
            LogNotGivenBack(monitor.Id, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Looking for due monitors failed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "The check of monitor {MonitorId} could not be made or stored")]
    private partial void LogCheckFailed(Guid monitorId, Exception exception);

    [LoggerMessage(LogLevel.Information, "Monitor {MonitorId} was not given back and waits for the end of its lease: {Reason}")]
    private partial void LogNotGivenBack(Guid monitorId, string reason);
}
