using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.IncidentService.Hypotheses;

/// <summary>What may have caused an incident.</summary>
/// <param name="Id">The hypothesis.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="Claim">In one sentence.</param>
/// <param name="Description">In more.</param>
/// <param name="ConfidenceScore">0 to 1.</param>
/// <param name="Rank">From 1, the most probable.</param>
/// <param name="SupportingEvidence">What speaks for it.</param>
internal sealed record Hypothesis(
    Guid Id, Guid IncidentId, string Claim, string Description, double ConfidenceScore, int Rank, IReadOnlyList<string> SupportingEvidence)
{
    public static Task<List<Hypothesis>> ListAsync(DatabaseSession session, Guid incidentId, CancellationToken cancel) => session.ListAsync($"""
        select id, incident_id, claim, description, confidence_score, rank, supporting_evidence from hypotheses where incident_id = {incidentId} order by rank
        """, Read, cancel);

    private static Hypothesis Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3), row.GetDouble(4), row.GetInt32(5), row.GetFieldValue<string[]>(6));
}
