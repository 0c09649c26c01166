using SreCopilot.Database;

namespace SreCopilot.AiService.Dashboards;

/// <summary>The last result of each subject of a project: correlations of incidents, analyses of dashboards.</summary>
internal static class FindingStore
{
    public const string Correlation = "correlation";
    public const string Dashboard = "dashboard";

    public static async Task SaveAsync(ServiceDatabase database, CallerScope scope, string kind, string subject, string result, TimeProvider time, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(scope, cancel);
        await session.ExecuteAsync($"""
            insert into findings (tenant_id, project_id, kind, subject, result, created_at)
            values ({scope.TenantId}, {scope.ProjectId}, {kind}, {subject}, {result}::jsonb, {time.GetStoredNow()})
            on conflict (project_id, kind, subject) do update set result = excluded.result, created_at = excluded.created_at
            """, cancel);
        await session.CommitAsync(cancel);
    }
}
