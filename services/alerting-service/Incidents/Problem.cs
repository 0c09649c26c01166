using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Incidents;

/// <summary>Something that is an incident, or becomes one.</summary>
internal sealed record Problem(Guid Id, CallerScope Scope, ProblemReport Report, bool IsReportPending, int Revision, int Attempts)
{
    private static readonly string[] Severities = ["critical", "high", "medium", "low"];

    public static Sql Columns => $"""
        p.id, p.tenant_id, p.project_id, p.title, p.description, p.service_name, p.severity, p.reported_severity, p.report_pending, p.revision, p.attempts, p.opened_at
        """;

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Problem Read(NpgsqlDataReader row)
    {
        var severity = row.GetString(6);
        // A person may have lowered it, which stands unless it got worse since.
        var isWorse = row.GetStringOrNull(7) is { } reported && Array.IndexOf(Severities, severity) < Array.IndexOf(Severities, reported);
        return new Problem(
            row.GetGuid(0), new CallerScope(row.GetGuid(1), row.GetGuid(2)),
            new ProblemReport(
                row.GetGuid(0).ToString(), row.GetString(3), row.GetString(4), row.GetString(5), severity, IncidentClient.Source, row.GetFieldValue<DateTimeOffset>(11), isWorse),
            row.GetBoolean(8), row.GetInt32(9), row.GetInt32(10));
    }
}
