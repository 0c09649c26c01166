using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.IntegrationService.Alerts;
using SreCopilot.IntegrationService.Webhooks;

namespace SreCopilot.IntegrationService.Groups;

/// <summary>Ends alerts that Prometheus stopped to send: they are over when their time has passed, as in an Alertmanager.</summary>
internal sealed class Expiry(ServiceDatabase database, AlertEvents events, IOptions<WebhookOptions> options, TimeProvider time)
{
    private const int MostIntegrations = 100;

    public async Task ExpireAsync(CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        foreach (var (scope, integration) in await FindAsync(now, cancel))
        {
            await ExpireAsync(scope, integration, now, cancel);
        }
    }

    private async Task<List<(CallerScope Scope, Guid Integration)>> FindAsync(DateTimeOffset now, CancellationToken cancel)
    {
        // As system: they are of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        return await session.ListAsync($"""
            select distinct tenant_id, project_id, integration_id from monitoring_alerts
            where is_open and status = 'firing' and expires_at is not null and expires_at <= {now} limit {MostIntegrations}
            """, row => (new CallerScope(row.GetGuid(0), row.GetGuid(1)), row.GetGuid(2)), cancel);
    }

    private async Task ExpireAsync(CallerScope scope, Guid integration, DateTimeOffset now, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(scope, cancel);
        await Integrations.Source.LockAsync(session, integration, cancel);
        // Looked at again under the lock: another replica may have been faster, or the alert was sent again.
        var groups = await session.ListAsync($"""
            select distinct group_id from monitoring_alerts
            where integration_id = {integration} and is_open and status = 'firing' and expires_at is not null and expires_at <= {now}
            """, row => row.GetGuid(0), cancel);
        var expired = await session.ListAsync($"""
            update monitoring_alerts a set status = {Alert.Resolved}, ends_at = a.expires_at
            from sources s
            where s.integration_id = a.integration_id and a.integration_id = {integration} and a.is_open and a.status = 'firing' and a.expires_at is not null and a.expires_at <= {now}
            returning {Alert.Columns}, s.name, s.integration_type
            """, Alert.Read, cancel);
        foreach (var alert in expired)
        {
            events.Add(session, scope, alert);
        }

        await GroupStore.SettleAsync(session, [.. groups], now, TimeSpan.FromSeconds(options.Value.HoldSeconds), cancel);
        await session.CommitAsync(cancel);
    }
}
