using SreCopilot.Database;
using SreCopilot.IncidentService.Workflow;

namespace SreCopilot.IncidentService.Hypotheses;

/// <summary>An incident whose turn it is.</summary>
internal sealed record WaitingIncident(CallerScope Scope, Guid IncidentId, int Attempt);

/// <summary>
/// Incidents that wait for hypotheses. An entry is written with its incident and removed when ai-service has answered, so none
/// is forgotten; whoever takes one puts it off first, so a replica that dies gives it back.
/// </summary>
internal static class HypothesisQueue
{
    public const int MostAttempts = 6;

    /// <summary>How long an answer may take; after that the entry is free again.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    public static void Add(DatabaseSession session, CallerScope scope, Guid incidentId, DateTimeOffset now) => session.Defer($"""
        insert into hypothesis_requests (incident_id, project_id, tenant_id, due_at) values ({incidentId}, {scope.ProjectId}, {scope.TenantId}, {now})
        """);

    /// <summary>Takes the entry that waits longest, and says in its workflow that it has begun.</summary>
    /// <returns>Null when nothing is due.</returns>
    public static async Task<WaitingIncident?> TakeAsync(ServiceDatabase database, DateTimeOffset now, CancellationToken cancel)
    {
        // As system: the queue is of all tenants.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var taken = await session.SingleOrDefaultAsync($"""
            update hypothesis_requests q set attempts = q.attempts + 1, due_at = {now + Lease}
            where q.incident_id = (select incident_id from hypothesis_requests where due_at <= {now} order by due_at limit 1 for update skip locked)
            returning q.tenant_id, q.project_id, q.incident_id, q.attempts
            """, row => new WaitingIncident(new CallerScope(row.GetGuid(0), row.GetGuid(1)), row.GetGuid(2), row.GetInt32(3)), cancel);
        if (taken is not null)
        {
            await session.ExecuteAsync($"""
                update analysis_steps set status = {Step.InProgress}, started_at = coalesce(started_at, {now}), error_message = '', updated_at = {now}
                where incident_id = {taken.IncidentId} and step_type = {Step.HypothesisGenerated} and status = {Step.Pending}
                """, cancel);
            await session.CommitAsync(cancel);
        }

        return taken;
    }

    /// <summary>Removes the entry and ends the step, unless ai-service has ended it itself.</summary>
    public static async Task EndAsync(ServiceDatabase database, WaitingIncident waiting, string status, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(waiting.Scope, cancel);
        await session.ExecuteAsync($"delete from hypothesis_requests where incident_id = {waiting.IncidentId}", cancel);
        await session.ExecuteAsync($"""
            update analysis_steps set status = {status}, completed_at = greatest({now}, started_at), error_message = {reason}, updated_at = {now}
            where incident_id = {waiting.IncidentId} and step_type = {Step.HypothesisGenerated} and status in ({Step.Pending}, {Step.InProgress})
            """, cancel);
        await session.CommitAsync(cancel);
    }

    /// <summary>Puts the entry off.</summary>
    public static async Task RetryAsync(ServiceDatabase database, WaitingIncident waiting, string reason, DateTimeOffset dueAt, DateTimeOffset now, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(waiting.Scope, cancel);
        await session.ExecuteAsync($"update hypothesis_requests set due_at = {dueAt} where incident_id = {waiting.IncidentId} and attempts = {waiting.Attempt}", cancel);
        await session.ExecuteAsync($"""
            update analysis_steps set status = {Step.Pending}, error_message = {reason}, updated_at = {now}
            where incident_id = {waiting.IncidentId} and step_type = {Step.HypothesisGenerated} and status = {Step.InProgress}
            """, cancel);
        await session.CommitAsync(cancel);
    }
}
