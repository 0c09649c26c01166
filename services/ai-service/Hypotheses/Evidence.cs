namespace SreCopilot.AiService.Hypotheses;

/// <summary>Where a piece of evidence comes from. Sources fail independently, so several of them are worth more than one.</summary>
internal enum EvidenceKind
{
    Alert,
    Deployment,
    ConfigurationChange,
    ErrorGroup,
    LogPattern,
    MetricAnomaly,
    TracePropagation,
    HostSaturation,
    SloBurn,
    PastIncident,
}

/// <summary>A fact that was observed, and where to look it up. Hypotheses cite facts by id; nothing else may be cited.</summary>
/// <param name="Id">Unique within the incident and the same in every run.</param>
/// <param name="Kind">The source.</param>
/// <param name="Signal">What it says.</param>
/// <param name="Subject">The service, database or host it is about; empty when that is unknown.</param>
/// <param name="Summary">In one sentence.</param>
/// <param name="Link">Where a person can see it, as a path of the web app; empty when nowhere.</param>
/// <param name="At">When it began.</param>
/// <param name="Strength">How far from normal: 0 not at all, 1 could not be more.</param>
/// <param name="Quality">How much the source can be trusted here: 0 a guess, 1 measured completely.</param>
internal sealed record Evidence(
    string Id, EvidenceKind Kind, Signal Signal, string Subject, string Summary, string Link, DateTimeOffset At, double Strength, double Quality)
{
    /// <summary>For <see cref="Signal.HappenedBefore"/>: what a person confirmed as the cause then. <see cref="Strength"/> is the similarity.</summary>
    public Cause? KnownCause { get; init; }

    public double Strength { get; init; } = Share(Strength);

    public double Quality { get; init; } = Share(Quality);

    private static double Share(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1);
}
