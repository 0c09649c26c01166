namespace SreCopilot.Events;

/// <summary>The Redis channels of the contract; a client may subscribe to each of them.</summary>
public static class EventChannels
{
    /// <summary><c>incident.created</c>, <c>incident.updated</c>.</summary>
    public const string Incidents = "incidents";

    /// <summary><c>hypothesis.generated</c>.</summary>
    public const string Hypotheses = "hypotheses";

    /// <summary><c>alert.fired</c>, <c>alert.resolved</c>.</summary>
    public const string Alerts = "alerts";

    /// <summary>Messages to people.</summary>
    public const string Notifications = "notifications";

    /// <summary>The platform itself.</summary>
    public const string System = "system";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Incidents, Hypotheses, Alerts, Notifications, System];
}
