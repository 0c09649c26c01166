using SreCopilot.AiService.Hypotheses;
using SreCopilot.Database;

namespace SreCopilot.AiService.Feedback;

/// <summary>What a project's people said about hypotheses, as the ranking wants it.</summary>
internal static class VerdictStore
{
    public const string Accepted = "accepted";
    public const string Rejected = "rejected";

    /// <summary>How often each cause was accepted and rejected. One statement.</summary>
    public static async Task<ValidationHistory> ReadHistoryAsync(DatabaseSession session, Guid projectId, CancellationToken cancel)
    {
        var counts = await session.ListAsync($"""
            select cause, (count(*) filter (where verdict = {Accepted}))::int, (count(*) filter (where verdict = {Rejected}))::int
            from verdicts where project_id = {projectId} group by cause
            """, row => (Cause: Words.Parse<Cause>(row.GetString(0)), Counts: new Hypotheses.Verdicts(row.GetInt32(1), row.GetInt32(2))), cancel);
        return new ValidationHistory(counts.Where(count => count.Cause is not null).ToDictionary(count => count.Cause!.Value, count => count.Counts));
    }

    /// <summary>The causes of earlier incidents that more people accepted than rejected; the most accepted of each.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Cause>> ReadKnownCausesAsync(DatabaseSession session, Guid projectId, CancellationToken cancel)
    {
        var rows = await session.ListAsync($"""
            select distinct on (incident_id) incident_id, cause from (
              select incident_id, cause, sum(case verdict when {Accepted} then 1 else -1 end) as balance, max(created_at) as newest from verdicts
              where project_id = {projectId} group by incident_id, cause) as balances
            where balance > 0 order by incident_id, balance desc, newest desc, cause limit 10000
            """, row => (Incident: row.GetGuid(0), Cause: Words.Parse<Cause>(row.GetString(1))), cancel);
        return rows.Where(row => row.Cause is not null).ToDictionary(row => row.Incident, row => row.Cause!.Value);
    }
}
