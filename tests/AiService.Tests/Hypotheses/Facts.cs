using SreCopilot.AiService.Hypotheses;

namespace SreCopilot.AiService.Tests.Hypotheses;

/// <summary>Evidence about an incident of the service checkout that began at ten o'clock.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Onset = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    public static IncidentContext Incident { get; } = IncidentContext.Of("checkout", Onset, new([("checkout", "orders-db"), ("checkout", "payment"), ("payment", "bank")]));

    public static Evidence Fact(Signal signal, string subject = "checkout", double minutes = 0, double strength = 0.8, double quality = 0.9, Cause? knownCause = null, string? id = null) =>
        new(id ?? $"{signal}:{subject}:{minutes}:{knownCause}", Sources.Of(signal)[0], signal, subject, $"{signal} at {subject}", $"/evidence/{signal}", Onset.AddMinutes(minutes), strength, quality)
        {
            KnownCause = knownCause,
        };

    public static IReadOnlyList<RankedHypothesis> Rank(params Evidence[] evidence) => HypothesisRanking.Rank(Incident, evidence, ValidationHistory.None);

    public static RankedHypothesis? Find(this IReadOnlyList<RankedHypothesis> hypotheses, Cause cause) => hypotheses.FirstOrDefault(hypothesis => hypothesis.Cause == cause);
}
