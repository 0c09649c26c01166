using Microsoft.Extensions.Hosting;
using SreCopilot.Database;

namespace SreCopilot.TimeSeries;

/// <summary>Every replica learns what projects said about retention; the job itself runs in one of them.</summary>
internal sealed class RetentionRefresh(RetentionPolicies policies, ServiceDatabase database, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Interval;
            try
            {
                await policies.LoadAsync(database, stoppingToken);
            }
            catch (Exception exception) when (DatabaseFaults.IsUnavailable(exception))
            {
                pause = Retry;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
