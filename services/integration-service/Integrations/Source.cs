using SreCopilot.Database;

namespace SreCopilot.IntegrationService.Integrations;

/// <summary>The row of an integration in this service's database.</summary>
internal static class Source
{
    /// <summary>Remembers the integration, and keeps everybody else from changing its alerts and groups until the session ends.</summary>
    public static void Lock(DatabaseSession session, Integration source) => session.Defer($"""
        insert into sources (integration_id, project_id, tenant_id, integration_type, name)
        values ({source.Id}, {source.ProjectId}, {source.TenantId}, {source.IntegrationType}, {source.Name})
        on conflict (integration_id) do update set integration_type = excluded.integration_type, name = excluded.name
        """);

    /// <summary>The lock alone, for an integration that has sent something.</summary>
    public static Task LockAsync(DatabaseSession session, Guid integrationId, CancellationToken cancel) =>
        session.ExecuteAsync($"select 1 from sources where integration_id = {integrationId} for update", cancel);
}
