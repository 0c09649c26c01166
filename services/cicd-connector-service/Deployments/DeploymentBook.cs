using SreCopilot.CicdConnectorService.Connections;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.Database;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>
/// Turns reports into deployments, each into at most one. A report that comes again, by webhook or by sync, changes what it made
/// before. Reports of one commit fold: the push that starts a run and the run that makes a deployment are that deployment.
/// Cost: one query and at most one insert or update per report.
/// </summary>
internal static class DeploymentBook
{
    /// <summary>Keeps everybody else from recording deployments of the project until the session ends: a webhook and a sync may tell of the same run at once.</summary>
    public static Task LockAsync(DatabaseSession session, Guid projectId, CancellationToken cancel) =>
        session.ExecuteAsync($"select pg_advisory_xact_lock(hashtextextended({projectId.ToString()}, 17))", cancel);

    /// <returns>The deployment and whether this report made it; null when it is none.</returns>
    public static async Task<(Deployment? Deployment, bool IsNew)> RecordAsync(
        DatabaseSession session, CallerScope scope, Guid? connectionId, string provider, Report report, Verdict verdict, DateTimeOffset now, CancellationToken cancel)
    {
        var project = scope.ProjectId!.Value;
        var known = await session.ListAsync($"""
            select {Deployment.Columns} from deployments d
            where d.project_id = {project} and (d.report_id = {report.Id} or (d.commit_sha = {report.CommitSha} and d.commit_sha <> '' and d.repository = {report.Repository}))
            order by d.rank desc, d.started_at desc
            """, Deployment.Read, cancel);
        if (known.Find(deployment => deployment.ReportId == report.Id) is { } same)
        {
            return (await ChangeAsync(session, same, same.After(Deployment.Of(report, Known(verdict, same), provider, now)), now, cancel), false);
        }

        // What was cancelled before anybody knew of it deployed nothing that is known.
        if (!verdict.Counts || report.State == RunState.Cancelled)
        {
            return (null, false);
        }

        if (known.Find(deployment => deployment.Rank > report.Rank) is { } better)
        {
            return (better, false);
        }

        var fresh = Deployment.Of(report, verdict, provider, now);
        if (known.Find(deployment => deployment.Rank < report.Rank) is { } lesser)
        {
            return (await ChangeAsync(session, lesser, (lesser with { Status = Deployment.InProgress, FinishedAt = null }).After(fresh), now, cancel), false);
        }

        await session.ExecuteAsync($"""
            insert into deployments (id, tenant_id, project_id, connection_id, external_id, report_id, rank, provider, repository, service_name, version, commit_sha, environment,
              deployed_by, description, status, started_at, finished_at, url, due_at, created_at, updated_at)
            values ({fresh.Id}, {scope.TenantId}, {project}, {connectionId}, {fresh.ExternalId}, {fresh.ReportId}, {(int)fresh.Rank}, {fresh.Provider}, {fresh.Repository},
              {fresh.ServiceName}, {fresh.Version}, {fresh.CommitSha}, {fresh.Environment}, {fresh.DeployedBy}, {fresh.Description}, {fresh.Status}, {fresh.StartedAt},
              {fresh.FinishedAt}, {fresh.Url}, {now}, {now}, {now})
            """, cancel);
        return (fresh, true);
    }

    // A run that counted when it began still does when it ends, even if the settings were changed in between or it was cancelled.
    private static Verdict Known(Verdict verdict, Deployment known) => verdict.Counts ? verdict : new Verdict(true, "", known.ServiceName, known.Environment);

    private static async Task<Deployment> ChangeAsync(DatabaseSession session, Deployment before, Deployment after, DateTimeOffset now, CancellationToken cancel)
    {
        if (after != before)
        {
            await session.ExecuteAsync($"""
                update deployments set report_id = {after.ReportId}, rank = {(int)after.Rank}, service_name = {after.ServiceName}, version = {after.Version}, commit_sha = {after.CommitSha},
                  environment = {after.Environment}, deployed_by = {after.DeployedBy}, description = {after.Description}, status = {after.Status}, started_at = {after.StartedAt},
                  finished_at = {after.FinishedAt}, url = {after.Url}, repository = {after.Repository}, revision = revision + 1, due_at = {now}, attempts = 0, updated_at = {now}
                where id = {before.Id}
                """, cancel);
        }

        return after;
    }
}
