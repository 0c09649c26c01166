namespace SreCopilot.IncidentService.Lifecycle;

/// <summary>
/// The states of an incident and how it gets from one to another: forward to any later state (but there is nothing to learn
/// before it is resolved), back among the states in which it is worked on, and out of the last three only by reopening.
/// </summary>
internal static class State
{
    public const string Detected = "detected";
    public const string Acknowledged = "acknowledged";
    public const string Investigating = "investigating";
    public const string Mitigated = "mitigated";
    public const string Resolved = "resolved";
    public const string Learned = "learned";
    public const string Closed = "closed";

    /// <summary>Another name of <see cref="Detected"/>.</summary>
    public const string Open = "open";

    public static IReadOnlyList<string> All { get; } = [Detected, Acknowledged, Investigating, Mitigated, Resolved, Learned, Closed];

    /// <summary>All names that clients may use.</summary>
    public static IReadOnlyList<string> Names { get; } = [Open, .. All];

    /// <summary>The state that a client's name means; null for none.</summary>
    public static string? Parse(string? name) => name == Open ? Detected : All.Contains(name) ? name : null;

    /// <summary>Where an incident can go from a state.</summary>
    public static IReadOnlyList<string> After(string state) => state switch
    {
        Detected => [Acknowledged, Investigating, Mitigated, Resolved, Closed],
        Acknowledged => [Detected, Investigating, Mitigated, Resolved, Closed],
        Investigating => [Detected, Acknowledged, Mitigated, Resolved, Closed],
        Mitigated => [Investigating, Resolved, Closed],
        Resolved => [Detected, Investigating, Learned, Closed],
        Learned => [Detected, Investigating, Closed],
        _ => [Detected, Investigating],
    };

    /// <summary>Whether the problem is over.</summary>
    public static bool IsOver(string state) => state is Resolved or Learned or Closed;
}
