using SreCopilot.Database;
using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AlertingService.Policies;

/// <summary>A policy. To create one, <c>name</c> is required; of a change, what is absent or null stays as it is.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Description">At most 2000 characters; default empty.</param>
/// <param name="ConditionIds">Conditions of the project, at most 1000; default none.</param>
/// <param name="ChannelIds">Channels of the project, at most 50; default none.</param>
/// <param name="IncidentPreference">per_condition (default) or per_policy: whether alerts of different conditions that fire together share an incident.</param>
/// <param name="OpensIncidents">Default true.</param>
/// <param name="IncludesMonitors">Default false; true: failing synthetic monitors of the project count, too.</param>
/// <param name="Enabled">Default true.</param>
internal sealed record PolicyRequest(
    string? Name, string? Description, IReadOnlyList<Guid>? ConditionIds, IReadOnlyList<Guid>? ChannelIds, string? IncidentPreference, bool? OpensIncidents,
    bool? IncludesMonitors, bool? Enabled)
{
    private const int MostConditions = 1000;
    private const int MostChannels = 50;
    private static readonly string[] Preferences = [Policy.PerCondition, Policy.PerPolicy];

    /// <summary>What is wrong with the fields that are there, each for itself.</summary>
    public IEnumerable<string> FindMistakes()
    {
        if (Name is not null && !Text.IsName(Name, 200))
        {
            yield return "name: must have 1 to 200 characters and no control characters";
        }

        if (Description is not null && !Text.IsProse(Description, 2000))
        {
            yield return "description: must have at most 2000 characters and no control characters";
        }

        if (ConditionIds?.Count > MostConditions)
        {
            yield return $"condition_ids: must be at most {MostConditions}";
        }

        if (ChannelIds?.Count > MostChannels)
        {
            yield return $"channel_ids: must be at most {MostChannels}";
        }

        if (IncidentPreference is not null && !Preferences.Contains(IncidentPreference))
        {
            yield return $"incident_preference: must be one of {string.Join(", ", Preferences)}";
        }
    }

    /// <summary>Links the policy to the conditions and channels that are named, and to no others.</summary>
    /// <returns>What of it the project does not have.</returns>
    public async Task<List<string>> LinkAsync(DatabaseSession session, Guid projectId, Guid policyId, CancellationToken cancel)
    {
        var mistakes = new List<string>();
        if (ConditionIds is { } conditions)
        {
            var ids = conditions.Distinct().ToArray();
            await session.ExecuteAsync($"delete from policy_conditions where policy_id = {policyId} and condition_id <> all({ids})", cancel);
            await session.ExecuteAsync($"""
                insert into policy_conditions (project_id, policy_id, condition_id)
                select {projectId}, {policyId}, c.id from conditions c where c.project_id = {projectId} and c.id = any({ids}) for key share on conflict do nothing
                """, cancel);
            await CheckAsync($"select count(*)::int from policy_conditions where policy_id = {policyId}", ids.Length, "condition_ids: the project does not have all of these conditions");
        }

        if (ChannelIds is { } channels)
        {
            var ids = channels.Distinct().ToArray();
            await session.ExecuteAsync($"delete from policy_channels where policy_id = {policyId} and channel_id <> all({ids})", cancel);
            await session.ExecuteAsync($"""
                insert into policy_channels (project_id, policy_id, channel_id)
                select {projectId}, {policyId}, c.id from channels c where c.project_id = {projectId} and c.id = any({ids}) for key share on conflict do nothing
                """, cancel);
            await CheckAsync($"select count(*)::int from policy_channels where policy_id = {policyId}", ids.Length, "channel_ids: the project does not have all of these channels");
        }

        return mistakes;

        async Task CheckAsync(Sql count, int wanted, string mistake)
        {
            if (await session.SingleOrDefaultAsync(count, row => row.GetInt32(0), cancel) != wanted)
            {
                mistakes.Add(mistake);
            }
        }
    }
}
