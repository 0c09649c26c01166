using System.Text.Json.Serialization;
using Npgsql;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Alerts;

/// <summary>An alert.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="ConditionId">Its condition; empty for a monitor's, and when the condition is gone.</param>
/// <param name="ConditionName">As it was called when the alert fired.</param>
/// <param name="FiredAt">When it fired.</param>
/// <param name="Severity">critical, warning or info.</param>
/// <param name="Message">What was measured when it fired.</param>
/// <param name="CurrentValue">What was measured last; null: nothing.</param>
/// <param name="Threshold">What that is compared with; null: nothing.</param>
/// <param name="Status">firing, acknowledged or resolved.</param>
/// <param name="Acknowledged">Whether somebody acknowledged it.</param>
/// <param name="ServiceName">The service.</param>
/// <param name="Id">The same as alert_id.</param>
/// <param name="Alertname">For people.</param>
/// <param name="StartsAt">The same as fired_at.</param>
/// <param name="Service">The same as service_name.</param>
/// <param name="Source">condition or monitor.</param>
/// <param name="Reason">threshold, no_data or monitor.</param>
/// <param name="Labels">What tells its series from others of the condition.</param>
/// <param name="Muted">Whether nobody was told.</param>
/// <param name="MutedBy">By which rule.</param>
/// <param name="AcknowledgedAt">When.</param>
/// <param name="AcknowledgedBy">By whom.</param>
/// <param name="ResolvedAt">When it was over; null: it is not.</param>
/// <param name="ResolveReason">Why.</param>
/// <param name="IncidentId">The incident that it opened or joined; null: none, or not yet.</param>
internal sealed record AlertResponse(
    Guid AlertId, string ConditionId, string ConditionName, DateTimeOffset FiredAt, string Severity, string Message, double? CurrentValue, double? Threshold, string Status,
    bool Acknowledged, string ServiceName, Guid Id, string Alertname, [property: JsonPropertyName("startsAt")] DateTimeOffset StartsAt, string Service, string Source,
    string Reason, IReadOnlyDictionary<string, string> Labels, bool Muted, string? MutedBy, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, DateTimeOffset? ResolvedAt,
    string? ResolveReason, Guid? IncidentId)
{
    public static Task<List<AlertResponse>> ListAsync(DatabaseSession session, Sql which, CancellationToken cancel) => session.ListAsync(
        $"""
        select {FiredAlert.Columns},
          (select p.incident_id from problem_alerts x join problems p on p.id = x.problem_id where x.alert_id = a.id order by p.opened_at limit 1)
        from alerts a {which}
        """,
        Read, cancel);

    private static AlertResponse Read(NpgsqlDataReader row)
    {
        var alert = FiredAlert.Read(row);
        return new AlertResponse(
            alert.Id, alert.ConditionId?.ToString() ?? "", alert.ConditionName, alert.FiredAt, alert.Severity, alert.Message, alert.Value, alert.Threshold, alert.Status,
            alert.AcknowledgedAt is not null, alert.ServiceName, alert.Id, alert.Title, alert.FiredAt, alert.ServiceName, alert.Source, alert.Reason, alert.Labels,
            alert.MutedBy is not null, alert.MutedBy, alert.AcknowledgedAt, alert.AcknowledgedBy, alert.ResolvedAt, alert.ResolveReason,
            row.GetValueOrNull<Guid>(FiredAlert.ColumnCount));
    }
}
