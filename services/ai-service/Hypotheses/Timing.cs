namespace SreCopilot.AiService.Hypotheses;

/// <summary>How well the moment of a piece of evidence fits a symptom that began at some other moment.</summary>
internal static class Timing
{
    /// <summary>Clocks differ, and a deployment is reported when it ends.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan ChangeHalfLife = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LeakHalfLife = TimeSpan.FromHours(2);
    private static readonly TimeSpan SymptomHalfLife = TimeSpan.FromMinutes(15);

    /// <summary>0 to 1. A change, and a leak, come before what they cause; other signs come around the same time.</summary>
    public static double Fit(Signal signal, DateTimeOffset at, DateTimeOffset onset) => signal switch
    {
        Signal.DeploymentFinished or Signal.ConfigurationChanged => CanCause(signal, at, onset) ? Decay(onset - at, ChangeHalfLife) : 0,
        Signal.MemoryGrew when at < onset => Decay(onset - at, LeakHalfLife),
        Signal.HappenedBefore => 0, // Long ago by nature.
        _ => Decay((onset - at).Duration(), SymptomHalfLife),
    };

    /// <summary>False for a change that came after the symptom.</summary>
    public static bool CanCause(Signal signal, DateTimeOffset at, DateTimeOffset onset) =>
        signal is not (Signal.DeploymentFinished or Signal.ConfigurationChanged) || at <= onset + Slack;

    private static double Decay(TimeSpan distance, TimeSpan halfLife) => Math.Pow(2, -Math.Max(0, distance / halfLife));
}
