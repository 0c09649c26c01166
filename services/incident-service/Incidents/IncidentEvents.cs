using SreCopilot.Database;
using SreCopilot.Events;
using SreCopilot.IncidentService.Activities;
using SreCopilot.IncidentService.Hypotheses;

namespace SreCopilot.IncidentService.Incidents;

/// <summary>What the project's members see live. Written in the transaction of the change; the payloads are those of the API.</summary>
internal sealed class IncidentEvents(EventOutbox outbox)
{
    // Long enough for Redis as it usually is, short enough for a user to wait in vain.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public void Created(DatabaseSession session, Incident incident, CallerScope scope) =>
        outbox.Add(session, Event(EventChannels.Incidents, "incident.created", scope), incident);

    public void Updated(DatabaseSession session, Incident incident, CallerScope scope) =>
        outbox.Add(session, Event(EventChannels.Incidents, "incident.updated", scope), incident);

    public void Commented(DatabaseSession session, Activity comment, CallerScope scope) =>
        outbox.Add(session, Event(EventChannels.Incidents, "incident.commented", scope), comment);

    public void Generated(DatabaseSession session, Hypothesis hypothesis, CallerScope scope) =>
        outbox.Add(session, Event(EventChannels.Hypotheses, "hypothesis.generated", scope), hypothesis);

    /// <summary>Whoever gets the answer has then got the event, unless Redis is away: clients add a created incident to a list
    /// that they have just read again, and would show it twice.</summary>
    public Task WaitUntilSentAsync(CancellationToken cancel) => outbox.WaitUntilSentAsync(Patience, cancel);

    private static NewEvent Event(string channel, string type, CallerScope scope) => new(channel, type, scope.TenantId, scope.ProjectId!.Value);
}
