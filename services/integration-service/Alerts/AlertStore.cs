using System.Text.Json;
using SreCopilot.Database;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Senders;

namespace SreCopilot.IntegrationService.Alerts;

/// <summary>Writes alerts. The integration's row is locked.</summary>
internal static class AlertStore
{
    public static async Task<Alert> InsertAsync(DatabaseSession session, Integration source, Guid groupId, Notice notice, DateTimeOffset now, CancellationToken cancel) =>
        (await session.SingleOrDefaultAsync($"""
            insert into monitoring_alerts as a (id, group_id, integration_id, project_id, tenant_id, fingerprint, alert_name, status, severity, summary, description,
              labels, annotations, starts_at, expires_at, external_url, received_at, last_received_at)
            values ({Guid.NewGuid()}, {groupId}, {source.Id}, {source.ProjectId}, {source.TenantId}, {notice.Fingerprint}, {notice.AlertName}, {Alert.Firing},
              {notice.Severity}, {notice.Summary}, {notice.Description}, {Json(notice.Labels)}::json, {Json(notice.Annotations)}::json,
              {(notice.StartsAt ?? now).ToStored()}, {notice.ExpiresAt?.ToStored()}, {notice.Url}, {now}, {now})
            returning {Alert.Columns}, {source.Name}::text, {source.IntegrationType}::text
            """, Alert.Read, cancel))!;

    /// <summary>It is back before its group was closed.</summary>
    public static async Task<Alert> RefireAsync(DatabaseSession session, Integration source, Guid id, Notice notice, DateTimeOffset now, CancellationToken cancel) =>
        (await session.SingleOrDefaultAsync($"""
            update monitoring_alerts a set status = {Alert.Firing}, severity = {notice.Severity}, summary = {notice.Summary}, description = {notice.Description},
              starts_at = {(notice.StartsAt ?? now).ToStored()}, ends_at = null, expires_at = {notice.ExpiresAt?.ToStored()}, last_received_at = {now}, notices = notices + 1
            where a.id = {id}
            returning {Alert.Columns}, {source.Name}::text, {source.IntegrationType}::text
            """, Alert.Read, cancel))!;

    public static async Task<Alert> ResolveAsync(DatabaseSession session, Integration source, Guid id, Notice notice, DateTimeOffset now, CancellationToken cancel) =>
        (await session.SingleOrDefaultAsync($"""
            update monitoring_alerts a set status = {Alert.Resolved}, ends_at = {(notice.EndsAt ?? now).ToStored()}, last_received_at = {now}, notices = notices + 1
            where a.id = {id}
            returning {Alert.Columns}, {source.Name}::text, {source.IntegrationType}::text
            """, Alert.Read, cancel))!;

    /// <summary>They came again and say nothing new.</summary>
    public static Task RepeatAsync(DatabaseSession session, IReadOnlyCollection<(Guid Id, DateTimeOffset? ExpiresAt)> alerts, DateTimeOffset now, CancellationToken cancel) =>
        session.ExecuteAsync($"""
            update monitoring_alerts a set last_received_at = {now}, notices = a.notices + 1, expires_at = r.expires_at
            from unnest({alerts.Select(alert => alert.Id).ToArray()}, {alerts.Select(alert => alert.ExpiresAt?.ToStored()).ToArray()}::timestamptz[]) as r (id, expires_at)
            where a.id = r.id
            """, cancel);

    private static string Json(IReadOnlyDictionary<string, string> map) => JsonSerializer.Serialize(map, IntegrationJson.Default.IReadOnlyDictionaryStringString);
}
