namespace SreCopilot.AiService.Hypotheses;

/// <summary>What may have caused an incident.</summary>
/// <param name="Cause">The kind of cause.</param>
/// <param name="Subject">Where.</param>
/// <param name="Claim">In one sentence.</param>
/// <param name="Confidence">How sure, and between which limits.</param>
/// <param name="Factors">What the confidence is made of.</param>
/// <param name="Supporting">What speaks for it, the weightiest first.</param>
/// <param name="Contradicting">What speaks against it, the weightiest first.</param>
/// <param name="NextCheck">What to look at next.</param>
internal sealed record RankedHypothesis(
    Cause Cause,
    string Subject,
    string Claim,
    Estimate Confidence,
    Factors Factors,
    IReadOnlyList<CitedEvidence> Supporting,
    IReadOnlyList<CitedEvidence> Contradicting,
    string NextCheck);

/// <summary>A fact, and its weight for this hypothesis: 0 to 1.</summary>
internal sealed record CitedEvidence(Evidence Evidence, double Weight);

/// <summary>The five parts of a confidence, each 0 to 1, and the factor by which contradictions lower their sum.</summary>
internal sealed record Factors(
    Estimate SignalStrength, Estimate TemporalCorrelation, Estimate Precedent, double EvidenceQuality, Estimate HumanValidation, double Contradiction);
