using SreCopilot.Database;
using SreCopilot.Events;

namespace SreCopilot.IntegrationService.Alerts;

/// <summary><c>alert.fired</c> and <c>alert.resolved</c>, each with the alert as the list shows it.</summary>
internal sealed class AlertEvents(EventOutbox outbox)
{
    public void Add(DatabaseSession session, CallerScope scope, Alert alert) => outbox.Add(
        session,
        new NewEvent(EventChannels.Alerts, alert.Status == Alert.Firing ? "alert.fired" : "alert.resolved", scope.TenantId, scope.ProjectId!.Value),
        alert);
}
