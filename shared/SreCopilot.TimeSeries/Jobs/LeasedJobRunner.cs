using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>Runs one job, round after round, whenever this replica has the lease.</summary>
internal sealed partial class LeasedJobRunner<TJob>(TJob job, JobLeases leases, TimeProvider time, ILogger<TJob> logger) : BackgroundService
    where TJob : class, ILeasedJob
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = job.Interval;
            try
            {
                if (await leases.TryTakeAsync(job.Name, Lease, pause * 0.9, stoppingToken))
                {
                    await RunRoundAsync(stoppingToken);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Before the first migration and in an outage that is nothing to talk about.
                if (exception is not OperationCanceledException && !DatabaseFaults.IsUnavailable(exception))
                {
                    LogFailed(job.Name, exception);
                }

                pause = pause < Retry ? pause : Retry;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunRoundAsync(CancellationToken stopping)
    {
        var done = false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(Lease);
        try
        {
            await job.RunAsync(limit.Token);
            done = true;
        }
        finally
        {
            // Not with the token of the round: when the service stops, another replica should not have to wait for the lease's end.
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await leases.EndAsync(job.Name, done, deadline.Token);
        }
    }

    [LoggerMessage(LogLevel.Error, "The job {Job} failed")]
    private partial void LogFailed(string job, Exception exception);
}
