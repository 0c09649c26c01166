using SreCopilot.Database;
using SreCopilot.IntegrationService.Alerts;
using SreCopilot.IntegrationService.Integrations;
using SreCopilot.IntegrationService.Senders;

namespace SreCopilot.IntegrationService.Groups;

/// <summary>Writes groups. The integration's row is locked.</summary>
internal static class GroupStore
{
    /// <summary>How long a replica may take to tell incident-service; after that another one tries.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public static OpenGroup Insert(DatabaseSession session, Integration source, Notice first, DateTimeOffset now)
    {
        var id = Guid.NewGuid();
        session.Defer($"""
            insert into alert_groups (id, integration_id, project_id, tenant_id, group_key, title, description, service_name, severity, source, opened_at, due_at)
            values ({id}, {source.Id}, {source.ProjectId}, {source.TenantId}, {first.GroupKey}, {first.Title}, {first.IncidentDescription}, {first.Service},
              {first.Severity}, {source.IntegrationType}, {now}, {now + Lease})
            """);
        return new OpenGroup(id, first.Severity, isNew: true);
    }

    /// <summary>There is news of groups for incident-service.</summary>
    public static Task AddNewsAsync(DatabaseSession session, IReadOnlyCollection<OpenGroup> groups, CancellationToken cancel) => session.ExecuteAsync($"""
        update alert_groups g set report_pending = true, revision = g.revision + 1, severity = n.severity, attempts = 0
        from unnest({groups.Select(group => group.Id).ToArray()}, {groups.Select(group => group.Severity).ToArray()}) as n (id, severity)
        where g.id = n.id
        """, cancel);

    /// <summary>After alerts of groups fired or were resolved: a group without a firing one recovers after the hold time, one with
    /// a firing one does not.</summary>
    public static Task SettleAsync(DatabaseSession session, Guid[] groups, DateTimeOffset now, TimeSpan hold, CancellationToken cancel) => session.ExecuteAsync($"""
        update alert_groups g set recover_at = n.recover_at, due_at = case when g.report_pending then {now + Lease} else n.recover_at end
        from (
          select o.id, case when exists (select 1 from monitoring_alerts a where a.group_id = o.id and a.is_open and a.status = {Alert.Firing})
            then null else coalesce(o.recover_at, {now + hold}) end as recover_at
          from alert_groups o where o.id = any({groups})) n
        where g.id = n.id
        """, cancel);
}
