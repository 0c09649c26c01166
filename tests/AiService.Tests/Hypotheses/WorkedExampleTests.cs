using SreCopilot.AiService.Hypotheses;
using static SreCopilot.AiService.Tests.Hypotheses.Facts;

namespace SreCopilot.AiService.Tests.Hypotheses;

/// <summary>The example of docs/evidence-engine.md: every number there is checked here.</summary>
public sealed class WorkedExampleTests
{
    private static readonly Evidence[] Evidence =
    [
        Fact(Signal.DeploymentFinished, minutes: -4, strength: 0.8, quality: 0.9, id: "deployment-1"),
        Fact(Signal.NewError, minutes: 0, strength: 0.9, quality: 0.9, id: "error-1"),
        Fact(Signal.ErrorsRose, minutes: 0, strength: 0.8, quality: 0.8, id: "metric-1"),
        Fact(Signal.AlertFired, minutes: 2, strength: 1, quality: 0.9, id: "alert-1"),
        Fact(Signal.TrafficRose, minutes: 0, strength: 0.2, quality: 0.8, id: "metric-2"),
        Fact(Signal.HappenedBefore, minutes: -50_000, strength: 0.8, quality: 1, knownCause: Cause.BadDeployment, id: "incident-1"),
    ];

    private static readonly ValidationHistory History = new(new Dictionary<Cause, Verdicts> { [Cause.BadDeployment] = new(Accepted: 3, Rejected: 1) });

    private readonly IReadOnlyList<RankedHypothesis> _hypotheses = HypothesisRanking.Rank(Incident, Evidence, History);

    private RankedHypothesis First => _hypotheses[0];

    [Fact]
    public void Signal_strength_is_the_noisy_or_of_relevance_times_strength() =>
        Assert.Equal(1 - ((1 - 0.8) * (1 - (0.8 * 0.9)) * (1 - (0.5 * 0.8)) * (1 - (0.3 * 1))), First.Factors.SignalStrength.Value, 9); // 0.9765

    [Fact]
    public void Evidence_quality_is_the_noisy_or_over_sources() =>
        Assert.Equal(1 - ((1 - 0.9) * (1 - (0.8 * 0.9)) * (1 - (0.5 * 0.8)) * (1 - (0.3 * 0.9))), First.Factors.EvidenceQuality, 9); // 0.9877

    [Fact]
    public void Temporal_correlation_is_the_best_fit() =>
        Assert.Equal(Math.Pow(2, -4.0 / 30), First.Factors.TemporalCorrelation.Value, 9); // 0.9117

    [Fact]
    public void Precedent_counts_similar_incidents_with_a_prior_over_all_causes() =>
        Assert.Equal((0.8 + (1.0 / 9)) / 1.8, First.Factors.Precedent.Value, 9); // 0.5062

    [Fact]
    public void Human_validation_is_the_share_accepted_with_two_more_verdicts() =>
        Assert.Equal((3 + 1) / 6.0, First.Factors.HumanValidation.Value, 9); // 0.6667

    [Fact]
    public void Contradictions_lower_the_sum_by_up_to_a_half_each() =>
        Assert.Equal(1 - (0.5 * 0.3 * 0.2 * 0.8), First.Factors.Contradiction, 9); // 0.976

    [Fact]
    public void Confidence_is_the_weighted_sum_times_that_with_its_range()
    {
        Assert.Equal((Cause.BadDeployment, "checkout", "A deployment of checkout broke it."), (First.Cause, First.Subject, First.Claim));
        Assert.Equal(0.8054, First.Confidence.Value, 4);
        Assert.Equal(0.7639, First.Confidence.Lower, 4);
        Assert.Equal(0.9265, First.Confidence.Upper, 4);
    }

    [Fact]
    public void What_speaks_for_and_against_is_cited_the_weightiest_first()
    {
        Assert.Equal(["deployment-1", "error-1", "incident-1", "metric-1", "alert-1"], First.Supporting.Select(cited => cited.Evidence.Id));
        Assert.Equal(["metric-2"], First.Contradicting.Select(cited => cited.Evidence.Id));
        Assert.Equal("Call checkout by hand and look at its own health and logs.", First.NextCheck);
    }

    [Fact]
    public void The_other_explanation_is_there_and_behind() =>
        Assert.Equal([Cause.BadDeployment, Cause.TrafficSpike], _hypotheses.Select(hypothesis => hypothesis.Cause));
}
