using SreCopilot.Database;
using SreCopilot.IncidentService.Activities;

namespace SreCopilot.IncidentService.Deployments;

/// <summary>
/// Tells deployments in the stories of incidents, each at most once in each: of incidents that were open when it began, and of those that
/// began up to an hour after it. An incident and a deployment that arrive at the same moment find each other: whoever creates an incident
/// shares a lock of the project that whoever reports a deployment has alone.
/// </summary>
internal static class DeploymentStory
{
    private const int MostDeployments = 20;
    private const int MostIncidents = 500;

    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    /// <summary>For so long a deployment may still be waiting for its incident.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The deployments before a new incident; stored with the session's next commands.</summary>
    public static void AddTo(DatabaseSession session, CallerScope scope, Guid incidentId, DateTimeOffset now)
    {
        // Inserts nothing; only the lock counts, before the next statement looks.
        session.Defer($"""
            insert into incident_deployments (incident_id, project_id, tenant_id, deployment_id, activity_id)
            select {incidentId}, {scope.ProjectId}, {scope.TenantId}, '', {incidentId} where pg_advisory_xact_lock_shared({KeyOf(scope)})::text = 'never'
            """);
        session.Defer($"""
            with matching as (
              select i.id as incident_id, d.id as deployment_id, d.content, d.author from incidents i join deployments d on d.project_id = i.project_id
              where i.id = {incidentId} and i.project_id = {scope.ProjectId} and d.started_at > i.detected_at - {Before} and d.started_at <= i.detected_at
              order by d.started_at desc limit {MostDeployments}),
            {Tell(scope, now)}
            """);
    }

    /// <summary>Waits until nobody creates an incident of the project.</summary>
    public static Task LockAsync(DatabaseSession session, CallerScope scope, CancellationToken cancel) =>
        session.ExecuteAsync($"select pg_advisory_xact_lock({KeyOf(scope)})", cancel);

    /// <summary>Tells a deployment in the stories of the incidents that it may have to do with.</summary>
    /// <returns>The incidents whose stories did not have it yet.</returns>
    public static Task<List<Guid>> AddAsync(DatabaseSession session, CallerScope scope, string deploymentId, DateTimeOffset now, CancellationToken cancel) => session.ListAsync($"""
        with matching as (
          select i.id as incident_id, d.id as deployment_id, d.content, d.author from incidents i join deployments d on d.project_id = i.project_id
          where d.project_id = {scope.ProjectId} and d.id = {deploymentId} and d.started_at > i.detected_at - {Before} and (i.resolved_at is null or d.started_at < i.resolved_at)
          order by i.detected_at desc limit {MostIncidents}),
        {Tell(scope, now)} returning incident_id
        """, row => row.GetGuid(0), cancel);

    private static Sql Tell(CallerScope scope, DateTimeOffset now) => $"""
        told as (
          insert into incident_deployments (incident_id, project_id, tenant_id, deployment_id, activity_id)
          select incident_id, {scope.ProjectId}, {scope.TenantId}, deployment_id, gen_random_uuid() from matching on conflict do nothing returning incident_id, deployment_id, activity_id)
        insert into incident_activities (id, incident_id, project_id, tenant_id, activity_type, content, user_name, user_email, created_at)
        select t.activity_id, t.incident_id, {scope.ProjectId}, {scope.TenantId}, {Activity.System}, m.content, m.author, '', {now}
        from told t join matching m on m.incident_id = t.incident_id and m.deployment_id = t.deployment_id
        """;

    private static long KeyOf(CallerScope scope) => BitConverter.ToInt64(scope.ProjectId!.Value.ToByteArray()) ^ 0x6465706c6f79;
}
