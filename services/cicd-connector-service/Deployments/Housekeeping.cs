using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>Forgets what nobody asks for any more. Replicas may do it at the same time.</summary>
internal sealed partial class Housekeeping(ServiceDatabase database, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    // Senders repeat a delivery for three days at most; what is replayed later changes nothing, because what it tells is over.
    private static readonly TimeSpan KeptDeliveries = TimeSpan.FromDays(30);

    // metrics-collector-service owns them; here they are only needed to recognise reports that come again.
    private static readonly TimeSpan KeptDeployments = TimeSpan.FromDays(180);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                var now = time.GetStoredNow();
                // As system: of all tenants.
                await using var session = await database.OpenAsSystemAsync(stoppingToken);
                await session.ExecuteAsync($"delete from webhook_deliveries where received_at < {now - KeptDeliveries}", stoppingToken);
                await session.ExecuteAsync($"delete from deployments where updated_at < {now - KeptDeployments} and delivered = revision", stoppingToken);
                await session.CommitAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!DatabaseFaults.IsUnavailable(exception))
                {
                    LogFailed(exception);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Removing what is old failed")]
    private partial void LogFailed(Exception exception);
}
