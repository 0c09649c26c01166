using SreCopilot.Connectors;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>Wakes the delivery of this replica.</summary>
internal sealed class DeliverySignal : WorkSignal;

/// <summary>Hands deployments to metrics-collector-service and incident-service in the background, as often as it takes.</summary>
internal sealed partial class DeliveryWorker(ServiceDatabase database, CollectorClient collector, IncidentClient incidents, DeliverySignal signal, TimeProvider time, ILogger<DeliveryWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    // One that is refused will be refused again, until one of the two services is another version.
    private static readonly TimeSpan PauseOfRefused = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await DeliveryQueue.TakeAsync(database, time.GetStoredNow(), stoppingToken) is { Count: > 0 } taken)
                {
                    foreach (var delivery in taken)
                    {
                        await DeliverAsync(delivery, stoppingToken);
                    }
                }

                await signal.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
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

    private async Task DeliverAsync(Delivery delivery, CancellationToken stopping)
    {
        // Both, even when one of them is away; what one of them has got already may come again.
        var notStored = await collector.SendAsync(delivery.Scope, DeploymentReport.Of(delivery.Deployment), stopping);
        var notTold = await incidents.SendAsync(delivery.Scope, StoryReport.Of(delivery.Deployment), stopping);
        if ((notStored is { IsRefused: false } ? notStored : notTold ?? notStored) is not { } failure)
        {
            await DeliveryQueue.EndAsync(database, delivery, stopping);
            return;
        }

        if (failure.IsRefused || delivery.Attempt == 1)
        {
            LogNotTaken(delivery.Deployment.ExternalId, failure.Problem);
        }

        var pause = failure.IsRefused ? PauseOfRefused : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(delivery.Attempt - 1, 10)), LongestPause.TotalSeconds));
        await DeliveryQueue.RetryAsync(database, delivery, failure.Problem, time.GetStoredNow() + pause, stopping);
    }

    [LoggerMessage(LogLevel.Warning, "Deployment {ExternalId} waits: {Problem}")]
    private partial void LogNotTaken(string externalId, string problem);

    [LoggerMessage(LogLevel.Error, "Delivering deployments failed")]
    private partial void LogFailed(Exception exception);
}
