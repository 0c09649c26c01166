using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.IncidentService.Activities;

/// <summary>Something that happened to an incident.</summary>
/// <param name="Id">The activity.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="ActivityType">state_change, severity_change, assignee_change, comment or system.</param>
/// <param name="Content">What was said, or what happened in words.</param>
/// <param name="OldValue">What it was before; null for comments.</param>
/// <param name="NewValue">What it is since; null for comments.</param>
/// <param name="UserId">Who did it; null for the platform itself.</param>
/// <param name="UserName">The name for display.</param>
/// <param name="UserEmail">Empty for the platform itself.</param>
/// <param name="CreatedAt">When.</param>
internal sealed record Activity(
    Guid Id, Guid IncidentId, string ActivityType, string Content, string? OldValue, string? NewValue,
    Guid? UserId, string UserName, string UserEmail, DateTimeOffset CreatedAt)
{
    public const string StateChange = "state_change";
    public const string SeverityChange = "severity_change";
    public const string AssigneeChange = "assignee_change";
    public const string Comment = "comment";
    public const string System = "system";

    private static Sql Columns => $"a.id, a.incident_id, a.activity_type, a.content, a.old_value, a.new_value, a.user_id, a.user_name, a.user_email, a.created_at";

    /// <summary>Adds what happened; stored with the session's next command.</summary>
    public static void Add(
        DatabaseSession session, CallerScope scope, Guid incidentId, string type, string content, string? oldValue, string? newValue, Author author, DateTimeOffset at) =>
        session.Defer(Insert(scope, incidentId, type, content, oldValue, newValue, author, at));

    /// <summary>Adds what somebody says.</summary>
    public static async Task<Activity> AddCommentAsync(
        DatabaseSession session, CallerScope scope, Guid incidentId, string content, Author author, DateTimeOffset at, CancellationToken cancel) =>
        (await session.SingleOrDefaultAsync($"{Insert(scope, incidentId, Comment, content, null, null, author, at)} returning {Columns}", Read, cancel))!;

    /// <summary>The newest first, those before a given one.</summary>
    public static Task<List<Activity>> ListAsync(DatabaseSession session, Guid incidentId, Guid? before, int limit, CancellationToken cancel) => session.ListAsync($"""
        select {Columns} from incident_activities a
        where a.incident_id = {incidentId}
          and ({before}::uuid is null or a.position < (select b.position from incident_activities b where b.id = {before} and b.incident_id = {incidentId}))
        order by a.position desc limit {limit}
        """, Read, cancel);

    private static Sql Insert(
        CallerScope scope, Guid incidentId, string type, string content, string? oldValue, string? newValue, Author author, DateTimeOffset at) => $"""
        insert into incident_activities as a (incident_id, project_id, tenant_id, activity_type, content, old_value, new_value, user_id, user_name, user_email, created_at)
        values ({incidentId}, {scope.ProjectId}, {scope.TenantId}, {type}, {content}, {oldValue}, {newValue}, {author.Id}, {author.Name}, {author.Email}, {at})
        """;

    private static Activity Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetStringOrNull(4), row.GetStringOrNull(5),
        row.GetValueOrNull<Guid>(6), row.GetString(7), row.GetString(8), row.GetFieldValue<DateTimeOffset>(9));
}
