namespace SreCopilot.AiService.Hypotheses;

/// <summary>The model behind a confidence. docs/evidence-engine.md has the formulas and an example.</summary>
internal static class RankingModel
{
    public const double SignalStrengthWeight = 0.25;
    public const double TemporalCorrelationWeight = 0.20;
    public const double PrecedentWeight = 0.20;
    public const double EvidenceQualityWeight = 0.20;
    public const double HumanValidationWeight = 0.15;

    /// <summary>How far the strongest possible contradiction lowers a confidence: by half. Evidence can be wrong, so never to nothing.</summary>
    private const double Contradictory = 0.5;

    private const double PriorIncidents = 1;
    private const double PriorVerdicts = 2;

    public static Factors Weigh(
        CauseRule rule,
        IncidentContext incident,
        IReadOnlyList<Evidence> all,
        IReadOnlyList<CitedEvidence> supporting,
        IReadOnlyList<CitedEvidence> contradicting,
        ValidationHistory history)
    {
        // Ten alerts are one alert ten times: within a signal, and within a source, the best one counts.
        var strength = AnyOf(supporting.GroupBy(cited => cited.Evidence.Signal).Select(group => group.Max(cited => cited.Weight * cited.Evidence.Strength)));
        var quality = AnyOf(supporting.GroupBy(cited => cited.Evidence.Kind).Select(group => group.Max(cited => cited.Weight * cited.Evidence.Quality)));
        var timing = supporting.Select(cited => cited.Weight * Timing.Fit(cited.Evidence.Signal, cited.Evidence.At, incident.Onset)).DefaultIfEmpty(0).Max();
        var certainty = quality * (1 - MissingShare(rule, incident));
        var verdicts = history.Of(rule.Cause);
        return new(
            Estimate.Partly(strength, certainty),
            Estimate.Partly(timing, certainty),
            Precedent(rule.Cause, all),
            quality,
            Estimate.Share(verdicts.Accepted, verdicts.Accepted + verdicts.Rejected, PriorVerdicts, 0.5),
            contradicting.GroupBy(cited => cited.Evidence.Signal)
                .Select(group => group.Max(cited => cited.Weight * cited.Evidence.Strength * cited.Evidence.Quality))
                .Aggregate(1.0, (rest, against) => rest * (1 - (Contradictory * against))));
    }

    public static Estimate Confidence(Factors factors) =>
        (factors.SignalStrength.Times(SignalStrengthWeight)
        + factors.TemporalCorrelation.Times(TemporalCorrelationWeight)
        + factors.Precedent.Times(PrecedentWeight)
        + Estimate.Partly(factors.EvidenceQuality, 1).Times(EvidenceQualityWeight)
        + factors.HumanValidation.Times(HumanValidationWeight)).Times(factors.Contradiction);

    private static Estimate Precedent(Cause cause, IReadOnlyList<Evidence> all)
    {
        var before = all.Where(evidence => evidence.Signal == Signal.HappenedBefore && evidence.KnownCause is not null).ToArray();
        return Estimate.Share(
            before.Where(evidence => evidence.KnownCause == cause).Sum(evidence => evidence.Strength * evidence.Quality),
            before.Sum(evidence => evidence.Strength * evidence.Quality),
            PriorIncidents,
            1.0 / CauseRules.All.Count);
    }

    // Noisy or: independent reasons, each of which would do.
    private static double AnyOf(IEnumerable<double> reasons) => 1 - reasons.Aggregate(1.0, (rest, reason) => rest * (1 - reason));

    // Of the sources that could say something about this cause, those that could not be asked.
    private static double MissingShare(CauseRule rule, IncidentContext incident)
    {
        var relevant = rule.Supporting.Keys.Concat(rule.Contradicting.Keys).SelectMany(Sources.Of).Distinct().ToArray();
        return (double)relevant.Count(incident.MissingSources.Contains) / relevant.Length;
    }
}
