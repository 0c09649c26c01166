using SreCopilot.AiService.Hypotheses;

namespace SreCopilot.AiService.Analyses;

/// <summary>What was found out about an incident.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="ServiceName">Its service, as telemetry calls it.</param>
/// <param name="Onset">When it began, as far as can be seen.</param>
/// <param name="WindowFrom">The begin of the time that was looked at.</param>
/// <param name="WindowTo">Its end.</param>
/// <param name="GeneratedBy">engine, model (it chose the words) or engine_fallback (the model failed).</param>
/// <param name="ModelProblem">What was wrong with the model's answer; null when nothing.</param>
/// <param name="Missing">Sources that could not be asked, and why.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Hypotheses">The most probable first.</param>
/// <param name="Evidence">All facts, also those that no hypothesis cites, in the order in which they happened.</param>
internal sealed record Analysis(
    Guid IncidentId, string ServiceName, DateTimeOffset Onset, DateTimeOffset WindowFrom, DateTimeOffset WindowTo, string GeneratedBy, string? ModelProblem,
    IReadOnlyList<string> Missing, int DurationMs, DateTimeOffset CreatedAt, IReadOnlyList<StoredHypothesis> Hypotheses, IReadOnlyList<EvidenceItem> Evidence)
{
    public const string ByEngine = "engine";
    public const string ByModel = "model";
    public const string ByFallback = "engine_fallback";
}

/// <summary>A fact.</summary>
/// <param name="Id">The same in every analysis of the incident.</param>
/// <param name="Kind">Its source: alert, deployment, configuration_change, error_group, log_pattern, metric_anomaly, trace_propagation, host_saturation, slo_burn or past_incident.</param>
/// <param name="Signal">What it says.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Summary">In one sentence.</param>
/// <param name="Link">Where to see it, as a path of the web app; empty when nowhere.</param>
/// <param name="At">When it began.</param>
/// <param name="Strength">How far from normal: 0 to 1.</param>
/// <param name="Quality">How much the source can be trusted here: 0 to 1.</param>
/// <param name="KnownCause">Of a similar incident: what people confirmed as its cause.</param>
internal sealed record EvidenceItem(
    string Id, string Kind, string Signal, string Subject, string Summary, string Link, DateTimeOffset At, double Strength, double Quality, string? KnownCause)
{
    public static EvidenceItem Of(Evidence evidence) => new(
        evidence.Id, Words.Of(evidence.Kind), Words.Of(evidence.Signal), evidence.Subject, evidence.Summary, evidence.Link, evidence.At, Math.Round(evidence.Strength, 4),
        Math.Round(evidence.Quality, 4), evidence.KnownCause is { } cause ? Words.Of(cause) : null);
}
