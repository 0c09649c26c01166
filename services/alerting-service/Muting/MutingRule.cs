using System.Text.Json;
using Npgsql;
using SreCopilot.AlertingService.Alerts;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Muting;

/// <summary>Alerts that nobody wants to hear of, and when.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">May be empty.</param>
/// <param name="ConditionIds">Whose alerts; empty: all conditions'.</param>
/// <param name="MatchCriteria">What alerts must be like, for example <c>{"service_name":"shop","severity":["info","warning"]}</c>: service_name, severity,
/// condition_name or a label of the series, each with a value or a list of values. Empty: any.</param>
/// <param name="StartTime">From when on.</param>
/// <param name="EndTime">Until when.</param>
/// <param name="Repeat">none, or again at the same time daily or weekly (UTC).</param>
/// <param name="Enabled">Whether it counts.</param>
/// <param name="Active">Whether it mutes right now.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
internal sealed record MutingRule(
    Guid RuleId, string Name, string Description, IReadOnlyList<Guid> ConditionIds, Dictionary<string, JsonElement> MatchCriteria, DateTimeOffset StartTime,
    DateTimeOffset EndTime, string Repeat, bool Enabled, bool Active, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static readonly string[] Repeats = ["none", "daily", "weekly"];

    public static Task<List<MutingRule>> ListAsync(DatabaseSession session, Sql which, DateTimeOffset now, CancellationToken cancel) => session.ListAsync(
        $"""
        select r.id, r.name, r.description, r.condition_ids, r.criteria, r.starts_at, r.ends_at, r.repeat, r.enabled, r.created_at, r.updated_at from muting_rules r {which}
        """,
        row => Read(row, now), cancel);

    /// <summary>The rules of a project that mute something now.</summary>
    public static async Task<List<MutingRule>> ListActiveAsync(DatabaseSession session, Guid projectId, DateTimeOffset now, CancellationToken cancel) =>
        (await ListAsync(session, $"where r.project_id = {projectId} and r.enabled and r.starts_at <= {now} and (r.repeat <> 'none' or r.ends_at > {now}) order by r.id", now, cancel))
            .FindAll(rule => rule.Active);

    /// <summary>Whether it mutes an alert while it is active.</summary>
    public bool Covers(FiredAlert alert) =>
        (ConditionIds.Count == 0 || (alert.ConditionId is { } condition && ConditionIds.Contains(condition)))
        && MatchCriteria.All(criterion => FindValue(alert, criterion.Key) is { } value && Values(criterion.Value).Contains(value));

    /// <summary>Whether a moment is in the window of the rule or in a repetition of it.</summary>
    public static bool IsActive(DateTimeOffset start, DateTimeOffset end, string repeat, DateTimeOffset moment)
    {
        if (moment < start)
        {
            return false;
        }

        var period = repeat switch { "daily" => TimeSpan.FromDays(1), "weekly" => TimeSpan.FromDays(7), _ => TimeSpan.MaxValue };
        return TimeSpan.FromTicks((moment - start).Ticks % period.Ticks) < end - start;
    }

    private static string? FindValue(FiredAlert alert, string name) => name switch
    {
        "service_name" or "service" => alert.ServiceName,
        "severity" => alert.Severity,
        "condition_name" => alert.ConditionName,
        _ => alert.Labels.GetValueOrDefault(name),
    };

    private static IEnumerable<string?> Values(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.GetString()) : [value.GetString()];

    private static MutingRule Read(NpgsqlDataReader row, DateTimeOffset now)
    {
        var (start, end, repeat, enabled) = (row.GetFieldValue<DateTimeOffset>(5), row.GetFieldValue<DateTimeOffset>(6), row.GetString(7), row.GetBoolean(8));
        return new MutingRule(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<Guid[]>(3),
            JsonSerializer.Deserialize(row.GetString(4), AlertingJson.Default.DictionaryStringJsonElement)!, start, end, repeat, enabled,
            enabled && IsActive(start, end, repeat, now), row.GetFieldValue<DateTimeOffset>(9), row.GetFieldValue<DateTimeOffset>(10));
    }
}

/// <summary>What is left of a rule.</summary>
/// <param name="Status">deleted.</param>
/// <param name="RuleId">The rule.</param>
internal sealed record MutingRuleDeleted(string Status, Guid RuleId);
