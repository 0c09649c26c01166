using Microsoft.Extensions.Options;
using SreCopilot.CloudConnectorService.Sync;
using SreCopilot.Database;

namespace SreCopilot.CloudConnectorService.Resources;

/// <summary>Forgets changes that are older than what is kept. Replicas may do it at the same time.</summary>
internal sealed partial class ChangeCleanup(ServiceDatabase database, IOptions<SyncOptions> options, TimeProvider time, ILogger<ChangeCleanup> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                // As system: of all tenants.
                await using var session = await database.OpenAsSystemAsync(stoppingToken);
                await session.ExecuteAsync($"delete from resource_changes where at < {time.GetStoredNow().AddDays(-options.Value.ChangeDays)}", stoppingToken);
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
