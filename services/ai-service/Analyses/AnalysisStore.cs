using System.Text.Json;
using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AiService.Analyses;

/// <summary>Analyses in the database, the last one of each incident.</summary>
internal static class AnalysisStore
{
    /// <summary>Null when the project has none of this incident.</summary>
    public static async Task<Analysis?> FindAsync(DatabaseSession session, Guid projectId, Guid incidentId, CancellationToken cancel)
    {
        if (await session.SingleOrDefaultAsync($"""
            select incident_id, service_name, onset, window_from, window_to, generated_by, model_problem, missing, duration_ms, created_at
            from analyses where incident_id = {incidentId} and project_id = {projectId}
            """, Read, cancel) is not { } analysis)
        {
            return null;
        }

        var evidence = await session.ListAsync($"""
            select id, kind, signal, subject, summary, link, at, strength, quality, known_cause from evidence
            where incident_id = {incidentId} and project_id = {projectId} order by at, id collate "C"
            """, row => new EvidenceItem(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetFieldValue<DateTimeOffset>(6), row.GetDouble(7),
                row.GetDouble(8), row.GetStringOrNull(9)), cancel);
        var byId = evidence.ToDictionary(one => one.Id, StringComparer.Ordinal);
        return analysis with { Evidence = evidence, Hypotheses = await ListHypothesesAsync(session, projectId, incidentId, byId, cancel) };
    }

    /// <summary>Replaces the earlier one.</summary>
    public static async Task SaveAsync(DatabaseSession session, CallerScope scope, string title, Analysis analysis, CancellationToken cancel)
    {
        await session.ExecuteAsync($"delete from analyses where incident_id = {analysis.IncidentId} and project_id = {scope.ProjectId}", cancel);
        await session.ExecuteAsync($"""
            insert into analyses (incident_id, tenant_id, project_id, title, service_name, onset, window_from, window_to, generated_by, model_problem, missing, duration_ms, created_at)
            values ({analysis.IncidentId}, {scope.TenantId}, {scope.ProjectId}, {title}, {analysis.ServiceName}, {analysis.Onset}, {analysis.WindowFrom}, {analysis.WindowTo},
              {analysis.GeneratedBy}, {analysis.ModelProblem ?? ""}, {analysis.Missing.ToArray()}, {analysis.DurationMs}, {analysis.CreatedAt})
            """, cancel);
        var facts = analysis.Evidence;
        await session.ExecuteAsync($"""
            insert into evidence (incident_id, tenant_id, project_id, id, kind, signal, subject, summary, link, at, strength, quality, known_cause)
            select {analysis.IncidentId}, {scope.TenantId}, {scope.ProjectId}, n.* from unnest({Column(facts, one => one.Id)}, {Column(facts, one => one.Kind)},
              {Column(facts, one => one.Signal)}, {Column(facts, one => one.Subject)}, {Column(facts, one => one.Summary)}, {Column(facts, one => one.Link)},
              {Column(facts, one => one.At)}, {Column(facts, one => one.Strength)}, {Column(facts, one => one.Quality)}, {Column(facts, one => one.KnownCause)}) as n
            """, cancel);
        foreach (var one in analysis.Hypotheses)
        {
            var factors = one.Factors is null ? null : JsonSerializer.Serialize(one.Factors, AiJson.Default.FactorValues);
            await session.ExecuteAsync($"""
                insert into hypotheses (id, incident_id, tenant_id, project_id, rank, cause, subject, claim, description, confidence, lower_bound, upper_bound, next_check, factors,
                  supporting, supporting_weights, contradicting, contradicting_weights)
                values ({one.Id}, {analysis.IncidentId}, {scope.TenantId}, {scope.ProjectId}, {one.Rank}, {one.Cause}, {one.Subject}, {one.Claim}, {one.Description},
                  {one.ConfidenceScore}, {one.ConfidenceLower}, {one.ConfidenceUpper}, {one.NextCheck}, {factors}::json,
                  {Column(one.Supporting, cited => cited.EvidenceId)}, {Column(one.Supporting, cited => cited.Weight)},
                  {Column(one.Contradicting, cited => cited.EvidenceId)}, {Column(one.Contradicting, cited => cited.Weight)})
                """, cancel);
        }
    }

    private static Task<List<StoredHypothesis>> ListHypothesesAsync(
        DatabaseSession session, Guid projectId, Guid incidentId, Dictionary<string, EvidenceItem> evidence, CancellationToken cancel) => session.ListAsync($"""
        select id, rank, cause, subject, claim, description, confidence, lower_bound, upper_bound, next_check, factors::text,
          supporting, supporting_weights, contradicting, contradicting_weights
        from hypotheses where incident_id = {incidentId} and project_id = {projectId} order by rank
        """, row => new StoredHypothesis(
            row.GetGuid(0), row.GetInt32(1), row.GetStringOrNull(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetDouble(6), row.GetDouble(7), row.GetDouble(8),
            row.GetString(9), row.GetStringOrNull(10) is { } json ? JsonSerializer.Deserialize(json, AiJson.Default.FactorValues) : null,
            Cite(row, 11, evidence), Cite(row, 13, evidence)), cancel);

    private static List<Citation> Cite(NpgsqlDataReader row, int column, Dictionary<string, EvidenceItem> evidence) =>
    [
        .. row.GetFieldValue<string[]>(column).Zip(row.GetFieldValue<double[]>(column + 1), (id, weight) => (id, weight))
            .Where(cited => evidence.ContainsKey(cited.id))
            .Select(cited => new Citation(cited.id, evidence[cited.id].Summary, evidence[cited.id].Link, cited.weight)),
    ];

    private static Analysis Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4), row.GetString(5),
        row.GetString(6) is { Length: > 0 } problem ? problem : null, row.GetFieldValue<string[]>(7), row.GetInt32(8), row.GetFieldValue<DateTimeOffset>(9), [], []);

    private static TValue[] Column<T, TValue>(IEnumerable<T> rows, Func<T, TValue> read) => [.. rows.Select(read)];
}
