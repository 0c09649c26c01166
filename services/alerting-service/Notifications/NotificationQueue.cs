using Microsoft.Extensions.Options;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.AlertingService.Policies;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>
/// Writes down what is to be said, in the transaction of what happened. While a notification of the policy to the channel was not
/// tried yet, more is said with it; PagerDuty groups by itself and gets one per alert.
/// </summary>
internal sealed class NotificationQueue(Dispatcher dispatcher, IOptions<NotificationOptions> options, TimeProvider time)
{
    /// <summary>Tells the policy's channels that an alert fires; each of them once.</summary>
    public async Task AddFiringAsync(DatabaseSession session, FiredAlert alert, Policy policy, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        var key = policy.PolicyId.ToString();
        await session.ExecuteAsync($"""
            with told as (
              select c.id, c.type from policy_channels x join channels c on c.id = x.channel_id
              where x.policy_id = {policy.PolicyId} and c.enabled
                and not exists (select 1 from notification_items i where i.channel_id = c.id and i.alert_id = {alert.Id} and i.event = 'firing')
              for key share of c),
            opened as (
              insert into notifications as n (id, tenant_id, project_id, channel_id, policy_name, group_key, status, is_open, due_at, created_at)
              select gen_random_uuid(), {alert.TenantId}, {alert.ProjectId}, t.id, {policy.Name}, case when t.type = 'pagerduty' then {key + ":" + alert.Id} else {key} end, 'waiting', true,
                {now + TimeSpan.FromSeconds(options.Value.GroupSeconds)}, {now}
              from told t order by t.id
              on conflict (channel_id, group_key) where is_open do update set group_key = excluded.group_key returning n.id, n.channel_id)
            insert into notification_items (project_id, notification_id, channel_id, alert_id, event) select {alert.ProjectId}, o.id, o.channel_id, {alert.Id}, 'firing' from opened o
            """, cancel);
        session.AfterCommit(dispatcher.Wake);
    }

    /// <summary>Tells whoever was told that an alert fires, or still will be, that it is over.</summary>
    public async Task AddResolvedAsync(DatabaseSession session, FiredAlert alert, CancellationToken cancel)
    {
        var now = time.GetStoredNow();
        await session.ExecuteAsync($"""
            with told as (
              select i.channel_id, n.group_key, n.policy_name from notification_items i join notifications n on n.id = i.notification_id join channels c on c.id = n.channel_id
              where i.alert_id = {alert.Id} and i.event = 'firing' and n.status <> 'dead' for key share of c),
            opened as (
              insert into notifications as n (id, tenant_id, project_id, channel_id, policy_name, group_key, status, is_open, due_at, created_at)
              select gen_random_uuid(), {alert.TenantId}, {alert.ProjectId}, t.channel_id, t.policy_name, t.group_key, 'waiting', true,
                {now + TimeSpan.FromSeconds(options.Value.GroupSeconds)}, {now}
              from told t order by t.channel_id
              on conflict (channel_id, group_key) where is_open do update set group_key = excluded.group_key returning n.id, n.channel_id)
            insert into notification_items (project_id, notification_id, channel_id, alert_id, event) select {alert.ProjectId}, o.id, o.channel_id, {alert.Id}, 'resolved' from opened o
            on conflict do nothing
            """, cancel);
        session.AfterCommit(dispatcher.Wake);
    }
}
