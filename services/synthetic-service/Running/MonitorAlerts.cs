using System.Text.Json.Serialization;
using SreCopilot.Database;
using SreCopilot.Events;
using SreCopilot.SyntheticService.Checks;
using SreCopilot.SyntheticService.Monitors;

namespace SreCopilot.SyntheticService.Running;

/// <summary>What <c>alert.fired</c> and <c>alert.resolved</c> say. The web UI reads <c>alertname</c>, <c>severity</c>, <c>status</c>,
/// <c>startsAt</c> and <c>service</c>.</summary>
/// <param name="AlertId">The same when it is resolved.</param>
/// <param name="Alertname">In one line.</param>
/// <param name="Severity">critical.</param>
/// <param name="Status">firing or resolved.</param>
/// <param name="Service">The host.</param>
/// <param name="Message">Why.</param>
/// <param name="MonitorId">The monitor.</param>
/// <param name="MonitorName">Its name.</param>
/// <param name="StartsAt">When it was fired.</param>
/// <param name="EndsAt">When it was resolved.</param>
/// <param name="Labels">The host and the source again, as alerts of other systems have them.</param>
internal sealed record MonitorAlert(
    Guid AlertId, string Alertname, string Severity, string Status, string Service, string Message, Guid MonitorId, string MonitorName,
    [property: JsonPropertyName("startsAt")] DateTimeOffset StartsAt, [property: JsonPropertyName("endsAt")] DateTimeOffset? EndsAt, AlertLabels Labels);

/// <summary>Labels.</summary>
internal sealed record AlertLabels(string Service, string Source);

/// <summary>Fires an alert after enough failed checks in a row and resolves it with the first that succeeds; both in the transaction that
/// stores the result, so neither is lost or doubled.</summary>
internal sealed class MonitorAlerts(EventOutbox events)
{
    /// <returns>The monitor after a check.</returns>
    public async Task<SyntheticMonitor> JudgeAsync(DatabaseSession session, SyntheticMonitor monitor, Outcome outcome, DateTimeOffset now, CancellationToken cancel)
    {
        if (outcome.Success)
        {
            var passing = monitor with { Status = MonitorType.Passing, ConsecutiveFailures = 0 };
            return await ResolveAsync(session, passing, "The monitor passes again.", now, cancel);
        }

        var failing = monitor with { Status = MonitorType.Failing, ConsecutiveFailures = monitor.ConsecutiveFailures + 1 };
        if (failing.AlertId is not null || failing.Muted || failing.ConsecutiveFailures < failing.AlertAfter)
        {
            return failing;
        }

        var fired = failing with { AlertId = Guid.NewGuid(), AlertAt = now };
        Send(session, "alert.fired", Describe(fired, "firing", outcome.Message ?? "The check failed.", null), fired);
        return fired;
    }

    /// <summary>Ends the alert that is firing, if there is one.</summary>
    /// <returns>The monitor without it.</returns>
    public async Task<SyntheticMonitor> ResolveAsync(DatabaseSession session, SyntheticMonitor monitor, string reason, DateTimeOffset now, CancellationToken cancel)
    {
        if (monitor.AlertId is null)
        {
            return monitor;
        }

        Send(session, "alert.resolved", Describe(monitor, "resolved", reason, now), monitor);
        return monitor with { AlertId = null, AlertAt = null };
    }

    private void Send(DatabaseSession session, string type, MonitorAlert alert, SyntheticMonitor monitor) =>
        events.Add(session, new NewEvent(EventChannels.Alerts, type, monitor.TenantId, monitor.ProjectId), alert);

    private static MonitorAlert Describe(SyntheticMonitor monitor, string status, string message, DateTimeOffset? endsAt)
    {
        var host = MonitorTarget.Parse(monitor.Type, monitor.Url)?.Host ?? monitor.Name;
        return new MonitorAlert(
            monitor.AlertId!.Value, $"Monitor {monitor.Name} is failing", "critical", status, host, message, monitor.Id, monitor.Name,
            monitor.AlertAt!.Value, endsAt, new AlertLabels(host, "synthetic"));
    }
}
