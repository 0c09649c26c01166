using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.IntegrationService.Webhooks;

namespace SreCopilot.IntegrationService.Groups;

/// <summary>Removes old deliveries and alerts, once an hour. Deleting twice does no harm, so replicas need not agree on who does it.</summary>
internal sealed partial class Housekeeping(ServiceDatabase database, IOptions<WebhookOptions> options, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (Exception e) when (DatabaseFaults.IsUnavailable(e))
            {
                LogSkipped(e.Message);
            }
        }
    }

    internal async Task CleanAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        // As system: the times are the same for all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var deliveries = await session.ExecuteAsync($"delete from deliveries where received_at < {now.AddDays(-options.Value.DeliveryDays)}", cancel);
        var oldest = now.AddDays(-options.Value.AlertDays);
        // Alerts go with their groups. An open group that nobody mentions any more belonged to a deleted integration.
        var groups = await session.ExecuteAsync($"""
            delete from alert_groups g where g.closed_at < {oldest} or (g.closed_at is null and g.opened_at < {oldest}
              and not exists (select 1 from monitoring_alerts a where a.group_id = g.id and a.last_received_at >= {oldest}))
            """, cancel);
        await session.CommitAsync(cancel);
        LogCleaned(deliveries, groups);
    }

    [LoggerMessage(LogLevel.Information, "Removed {Deliveries} old deliveries and {Groups} old groups of alerts")]
    private partial void LogCleaned(int deliveries, int groups);

    [LoggerMessage(LogLevel.Warning, "Housekeeping was skipped: {Reason}")]
    private partial void LogSkipped(string reason);
}
