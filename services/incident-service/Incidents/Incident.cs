using Npgsql;
using SreCopilot.Audit;
using SreCopilot.Database;

namespace SreCopilot.IncidentService.Incidents;

/// <summary>An incident.</summary>
internal sealed record Incident
{
    /// <summary>The incident.</summary>
    public required Guid Id { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>May be empty.</summary>
    public required string Description { get; init; }

    /// <summary>What is affected.</summary>
    public required string ServiceName { get; init; }

    /// <summary>detected, acknowledged, investigating, mitigated, resolved, learned or closed.</summary>
    public required string State { get; init; }

    /// <summary>critical, high, medium or low.</summary>
    public required string Severity { get; init; }

    /// <summary>When the platform learned of it.</summary>
    public required DateTimeOffset DetectedAt { get; init; }

    /// <summary>When somebody first took notice; null while nobody did.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>When its effects ended; null while they go on, or when nobody said so.</summary>
    public DateTimeOffset? MitigatedAt { get; init; }

    /// <summary>When it was over; null while it is not.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The member who takes care of it.</summary>
    public Guid? AssigneeId { get; init; }

    /// <summary>The assignee's name at the time of the assignment.</summary>
    public string? AssigneeName { get; init; }

    /// <summary>The assignee's e-mail address at the time of the assignment.</summary>
    public string? AssigneeEmail { get; init; }

    /// <summary>manual, or the kind of system that reported it.</summary>
    public required string Source { get; init; }

    /// <summary>Counts the changes. A change that names another version is refused.</summary>
    public required int Version { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What the audit log says about it.</summary>
    public AuditFields ToAudit() => new()
    {
        { "title", Title }, { "service_name", ServiceName }, { "state", State }, { "severity", Severity }, { "assignee_id", AssigneeId },
        { "assignee_email", AssigneeEmail }, { "source", Source }, { "version", Version },
    };

    public static Sql Columns => $"""
        i.id, i.title, i.description, i.service_name, i.state, i.severity, i.detected_at, i.acknowledged_at, i.mitigated_at, i.resolved_at, i.closed_at,
        i.assignee_id, i.assignee_name, i.assignee_email, i.source, i.version, i.created_at, i.updated_at
        """;

    public static Task<Incident?> FindAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select {Columns} from incidents i where i.id = {id} and i.project_id = {projectId}", row => Read(row), cancel);

    /// <summary>Keeps everybody else from changing it until the session ends.</summary>
    public static Task<Incident?> LockAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) => session.SingleOrDefaultAsync(
        $"select {Columns} from incidents i where i.id = {id} and i.project_id = {projectId} for no key update", row => Read(row), cancel);

    /// <summary>Stores what can change, as the next version. The row must be locked.</summary>
    public Task SaveAsync(DatabaseSession session, CancellationToken cancel) => session.ExecuteAsync($"""
        update incidents set state = {State}, severity = {Severity}, acknowledged_at = {AcknowledgedAt}, mitigated_at = {MitigatedAt}, resolved_at = {ResolvedAt},
          closed_at = {ClosedAt}, assignee_id = {AssigneeId}, assignee_name = {AssigneeName}, assignee_email = {AssigneeEmail},
          updated_at = {UpdatedAt}, version = {Version}
        where id = {Id}
        """, cancel);

    /// <summary>The next version, not before the present one, whatever the clocks of the replicas say.</summary>
    public Incident Next(DateTimeOffset now) => this with { Version = Version + 1, UpdatedAt = now > UpdatedAt ? now : UpdatedAt };

    /// <summary>The next version in another state, with the moments that belong to it.</summary>
    public Incident Enter(string state, DateTimeOffset now)
    {
        var next = Next(now);
        var at = next.UpdatedAt;
        return next with
        {
            State = state,
            AcknowledgedAt = state switch
            {
                Lifecycle.State.Detected => null,
                Lifecycle.State.Acknowledged or Lifecycle.State.Investigating or Lifecycle.State.Mitigated => AcknowledgedAt ?? at,
                _ => AcknowledgedAt,
            },
            MitigatedAt = state == Lifecycle.State.Mitigated ? MitigatedAt ?? at : Lifecycle.State.IsOver(state) ? MitigatedAt : null,
            ResolvedAt = Lifecycle.State.IsOver(state) ? ResolvedAt ?? at : null,
            ClosedAt = state == Lifecycle.State.Closed ? at : null,
        };
    }

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Incident Read(NpgsqlDataReader row, int first = 0) => new()
    {
        Id = row.GetGuid(first),
        Title = row.GetString(first + 1),
        Description = row.GetString(first + 2),
        ServiceName = row.GetString(first + 3),
        State = row.GetString(first + 4),
        Severity = row.GetString(first + 5),
        DetectedAt = row.GetFieldValue<DateTimeOffset>(first + 6),
        AcknowledgedAt = row.GetValueOrNull<DateTimeOffset>(first + 7),
        MitigatedAt = row.GetValueOrNull<DateTimeOffset>(first + 8),
        ResolvedAt = row.GetValueOrNull<DateTimeOffset>(first + 9),
        ClosedAt = row.GetValueOrNull<DateTimeOffset>(first + 10),
        AssigneeId = row.GetValueOrNull<Guid>(first + 11),
        AssigneeName = row.GetStringOrNull(first + 12),
        AssigneeEmail = row.GetStringOrNull(first + 13),
        Source = row.GetString(first + 14),
        Version = row.GetInt32(first + 15),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(first + 16),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(first + 17),
    };
}
