using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Policies;

/// <summary>What links conditions and those who are told. Stored, and shown like this.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">May be empty.</param>
/// <param name="ConditionIds">Whose alerts it is about.</param>
/// <param name="IncidentPreference">per_condition or per_policy: how many incidents alerts that fire together make.</param>
/// <param name="Enabled">False: nobody is told and no incident is opened.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
/// <param name="ChannelIds">Who is told.</param>
/// <param name="OpensIncidents">Whether alerts open incidents.</param>
/// <param name="IncludesMonitors">Whether failing synthetic monitors of the project count as conditions of it.</param>
internal sealed record Policy(
    Guid PolicyId, string Name, string Description, IReadOnlyList<Guid> ConditionIds, string IncidentPreference, bool Enabled, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, IReadOnlyList<Guid> ChannelIds, bool OpensIncidents, bool IncludesMonitors)
{
    public const string PerCondition = "per_condition";
    public const string PerPolicy = "per_policy";

    public static Task<List<Policy>> ListAsync(DatabaseSession session, Sql which, CancellationToken cancel) => session.ListAsync(
        $"""
        select p.id, p.name, p.description, array(select x.condition_id from policy_conditions x where x.policy_id = p.id order by x.condition_id), p.incident_preference,
          p.enabled, p.created_at, p.updated_at, array(select y.channel_id from policy_channels y where y.policy_id = p.id order by y.channel_id), p.opens_incidents, p.includes_monitors
        from policies p {which}
        """,
        Read, cancel);

    public static async Task<Policy?> FindAsync(DatabaseSession session, Guid projectId, Guid id, CancellationToken cancel) =>
        (await ListAsync(session, $"where p.id = {id} and p.project_id = {projectId}", cancel)).SingleOrDefault();

    private static Policy Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<Guid[]>(3), row.GetString(4), row.GetBoolean(5), row.GetFieldValue<DateTimeOffset>(6),
        row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<Guid[]>(8), row.GetBoolean(9), row.GetBoolean(10));
}

/// <summary>What is left of a policy.</summary>
/// <param name="Status">deleted.</param>
/// <param name="PolicyId">The policy.</param>
internal sealed record PolicyDeleted(string Status, Guid PolicyId);
