using System.Text.Json.Serialization;
using SreCopilot.Database;
using SreCopilot.Events;

namespace SreCopilot.AlertingService.Alerts;

/// <summary>An alert in an event, named as the web app reads it.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="Alertname">For people.</param>
/// <param name="Severity">critical, warning or info.</param>
/// <param name="Status">firing or resolved.</param>
/// <param name="Service">The service.</param>
/// <param name="Message">What was measured.</param>
/// <param name="ConditionId">The condition.</param>
/// <param name="StartsAt">When it fired.</param>
/// <param name="EndsAt">When it was resolved.</param>
/// <param name="Muted">Whether nobody is told.</param>
/// <param name="Labels">service, source, and the labels of the series.</param>
internal sealed record AlertEvent(
    Guid AlertId, string Alertname, string Severity, string Status, string Service, string Message, Guid? ConditionId,
    [property: JsonPropertyName("startsAt")] DateTimeOffset StartsAt, [property: JsonPropertyName("endsAt")] DateTimeOffset? EndsAt, bool Muted, Dictionary<string, string> Labels);

/// <summary>Tells the web app that an alert fired or is over.</summary>
internal sealed class AlertEvents(EventOutbox events)
{
    public void Add(DatabaseSession session, FiredAlert alert)
    {
        if (alert.Source == FiredAlert.OfMonitor)
        {
            // synthetic-service has told it: that is where we know it from.
            return;
        }

        var labels = new Dictionary<string, string>(alert.Labels) { ["service"] = alert.ServiceName, ["source"] = "alerting" };
        var body = new AlertEvent(
            alert.Id, alert.Title, alert.Severity, alert.ResolvedAt is null ? "firing" : "resolved", alert.ServiceName, alert.Message, alert.ConditionId, alert.FiredAt,
            alert.ResolvedAt, alert.MutedBy is not null, labels);
        var type = alert.ResolvedAt is null ? "alert.fired" : "alert.resolved";
        events.Add(session, new NewEvent(EventChannels.Alerts, type, alert.TenantId, alert.ProjectId), body);
    }
}
