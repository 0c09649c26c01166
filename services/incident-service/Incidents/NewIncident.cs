using SreCopilot.Audit;
using SreCopilot.Database;
using SreCopilot.IncidentService.Activities;
using SreCopilot.IncidentService.Deployments;
using SreCopilot.IncidentService.Hypotheses;
using SreCopilot.IncidentService.Lifecycle;
using SreCopilot.IncidentService.Workflow;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.IncidentService.Incidents;

/// <summary>What becomes an incident: the fields that users and reporting systems fill in, and who says so.</summary>
/// <param name="Title">One line.</param>
/// <param name="Description">May be empty.</param>
/// <param name="ServiceName">What is affected.</param>
/// <param name="Severity">One of <see cref="Incidents.Severity"/>.</param>
/// <param name="Source">manual, or the kind of system that reports it.</param>
/// <param name="DeduplicationKey">At most one unresolved incident has it.</param>
/// <param name="IdempotencyKey">At most one incident ever has it.</param>
/// <param name="ReceivedAt">When the report reached the platform.</param>
internal sealed record NewIncident(
    string Title, string Description, string ServiceName, string Severity, string Source, string? DeduplicationKey, string? IdempotencyKey, DateTimeOffset ReceivedAt)
{
    private const int TitleLength = 200;
    private const int ServiceNameLength = 100;
    private const int DescriptionLength = 5000;

    public static IEnumerable<string> FindMistakes(string? title, string? description, string? serviceName, string? severity)
    {
        if (!Text.IsName(title, TitleLength))
        {
            yield return $"title: must have 1 to {TitleLength} characters and no control characters";
        }

        if (description is not null && !Text.IsProse(description, DescriptionLength))
        {
            yield return $"description: must have at most {DescriptionLength} characters and no control characters";
        }

        if (!Text.IsName(serviceName, ServiceNameLength))
        {
            yield return $"service_name: must have 1 to {ServiceNameLength} characters and no control characters";
        }

        if (severity is not null && !Incidents.Severity.All.Contains(severity))
        {
            yield return $"severity: must be one of {string.Join(", ", Incidents.Severity.All)}";
        }
    }

    /// <summary>
    /// Stores it with everything that belongs to its beginning, unless one with the same key is there; then nothing happens.
    /// However many try at once, one creates it: that is decided by the unique index.
    /// </summary>
    /// <returns>The incident and whether it is new. It is committed.</returns>
    public async Task<(Incident Incident, bool IsNew)> OpenAsync(
        ServiceDatabase database, CallerScope scope, Author author, IncidentEvents events, AuditLog audit, HttpContext http, TimeProvider time,
        CancellationToken cancel)
    {
        while (true)
        {
            await using var session = await database.OpenAsync(scope, cancel);
            var now = time.GetStoredNow();
            var created = await InsertAsync(session, scope, now, cancel);
            if (created is null)
            {
                // What kept it from being created may be resolved by now; then it is this one's turn again.
                if (await FindSameAsync(session, scope.ProjectId!.Value, cancel) is { } same)
                {
                    return (same, false);
                }

                continue;
            }

            Activity.Add(session, scope, created.Id, Activity.System, $"Reported by {author.Name}.", null, null, author, now);
            DeploymentStory.AddTo(session, scope, created.Id, now);
            Step.Add(session, scope, created.Id, Step.AlertReceived, Step.Completed, ReceivedAt < now ? ReceivedAt : now, now, now);
            Step.Add(session, scope, created.Id, Step.HypothesisGenerated, Step.Pending, null, null, now);
            HypothesisQueue.Add(session, scope, created.Id, now);
            events.Created(session, created, scope);
            audit.Add(session, http, new AuditEntry { ResourceId = created.Id.ToString(), After = created.ToAudit() });
            await session.CommitAsync(cancel);
            return (created, true);
        }
    }

    private Task<Incident?> InsertAsync(DatabaseSession session, CallerScope scope, DateTimeOffset now, CancellationToken cancel)
    {
        var text = SearchIndex.TextOf(Title, ServiceName, Description);
        return session.SingleOrDefaultAsync($"""
            with i as (
              insert into incidents (id, tenant_id, project_id, title, description, service_name, severity, state, source, deduplication_key, idempotency_key,
                detected_at, created_at, updated_at, search_text)
              values ({Guid.NewGuid()}, {scope.TenantId}, {scope.ProjectId}, {Title}, {Description}, {ServiceName}, {Severity}, {State.Detected}, {Source},
                {DeduplicationKey}, {IdempotencyKey}, {now}, {now}, {now}, {text})
              on conflict do nothing
              returning *),
            indexed as (insert into incident_search (incident_id, grams) select i.id, {SearchIndex.GramsOf(scope.ProjectId!.Value, text)} from i)
            select {Incident.Columns} from i
            """, row => Incident.Read(row), cancel);
    }

    private Task<Incident?> FindSameAsync(DatabaseSession session, Guid projectId, CancellationToken cancel) => session.SingleOrDefaultAsync($"""
        select {Incident.Columns} from incidents i
        where i.project_id = {projectId} and (i.idempotency_key = {IdempotencyKey} or (i.deduplication_key = {DeduplicationKey} and i.resolved_at is null))
        """, row => Incident.Read(row), cancel);
}
