using SreCopilot.AiService.Hypotheses;
using static SreCopilot.AiService.Tests.Hypotheses.Facts;

namespace SreCopilot.AiService.Tests.Hypotheses;

public sealed class RankingTests
{
    private static readonly Evidence[] Symptoms = [Fact(Signal.AlertFired, minutes: 2), Fact(Signal.SloBurning, minutes: 3), Fact(Signal.LatencyRose), Fact(Signal.ErrorsRose)];

    [Fact]
    public void Symptoms_alone_are_no_cause() => Assert.Empty(Rank(Symptoms));

    [Fact]
    public void No_evidence_is_no_hypothesis() => Assert.Empty(Rank());

    public static TheoryData<string, string, string[]> Situations => new()
    {
        { nameof(Cause.BadDeployment), "checkout", ["DeploymentFinished:checkout:-5", "NewError:checkout:0", "NoConfigurationChange:checkout:0", "TrafficNormal:checkout:0"] },
        { nameof(Cause.ConfigurationChange), "checkout", ["ConfigurationChanged:checkout:-3", "NewError:checkout:1", "NoDeployment:checkout:0"] },
        { nameof(Cause.SlowDatabase), "orders-db", ["DatabaseSlow:orders-db:0", "FaultLocalised:orders-db:0", "NoDeployment:checkout:0", "TrafficNormal:checkout:0"] },
        { nameof(Cause.MemoryLeak), "checkout", ["MemoryGrew:checkout:-60", "OutOfMemory:checkout:0", "NoDeployment:checkout:0", "TrafficNormal:checkout:0"] },
        { nameof(Cause.DependencyDown), "payment", ["DependencyFailing:payment:0", "FaultLocalised:payment:0", "NewError:checkout:0", "NoDeployment:checkout:0"] },
        { nameof(Cause.TrafficSpike), "checkout", ["TrafficRose:checkout:-1", "HostSaturated:checkout:0", "NoDeployment:checkout:0"] },
        { nameof(Cause.ExpiredCertificate), "payment", ["CertificateExpired:payment:0", "DependencyFailing:payment:0", "NewError:checkout:0", "DeploymentFinished:checkout:-90"] },
        { nameof(Cause.HostSaturation), "checkout", ["HostSaturated:checkout:0", "TrafficNormal:checkout:0", "MemoryFlat:checkout:0"] },
        { nameof(Cause.FaultInService), "payment", ["FaultLocalised:payment:0", "NoDeployment:payment:0"] },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void Each_cause_is_first_when_its_signs_are_there(string cause, string subject, string[] signs)
    {
        var evidence = signs.Select(sign => sign.Split(':')).Select(sign => Fact(Enum.Parse<Signal>(sign[0]), sign[1], double.Parse(sign[2], null))).Concat(Symptoms);

        var first = Rank([.. evidence])[0];

        Assert.Equal((cause, subject), (first.Cause.ToString(), first.Subject));
        Assert.True(first.Supporting.Count >= 3);
        Assert.Contains(subject, first.Claim, StringComparison.Ordinal);
        Assert.InRange(first.Confidence.Value, first.Confidence.Lower, first.Confidence.Upper);
    }

    [Fact]
    public void A_change_after_the_symptom_did_not_cause_it() =>
        Assert.Empty(Rank([Fact(Signal.DeploymentFinished, minutes: 5), Fact(Signal.ConfigurationChanged, minutes: 30), .. Symptoms]));

    [Fact]
    public void A_recent_change_is_more_suspicious_than_an_old_one()
    {
        var recent = Rank([Fact(Signal.DeploymentFinished, minutes: -3), .. Symptoms])[0];
        var old = Rank([Fact(Signal.DeploymentFinished, minutes: -300), .. Symptoms])[0];

        Assert.True(recent.Confidence.Value > old.Confidence.Value);
    }

    [Fact]
    public void What_the_service_does_not_depend_on_matters_less()
    {
        var near = Rank([Fact(Signal.DeploymentFinished, "payment", -3), .. Symptoms])[0];
        var further = Rank([Fact(Signal.DeploymentFinished, "bank", -3), .. Symptoms])[0];
        var elsewhere = Rank([Fact(Signal.DeploymentFinished, "newsletter", -3), .. Symptoms])[0];

        Assert.True(near.Confidence.Value > further.Confidence.Value);
        Assert.True(further.Confidence.Value > elsewhere.Confidence.Value);
    }

    [Fact]
    public void Ten_alerts_are_not_more_than_one()
    {
        var deployment = Fact(Signal.DeploymentFinished, minutes: -3);

        var one = Rank(deployment, Fact(Signal.AlertFired, id: "alert-0"));
        var ten = Rank([deployment, .. Enumerable.Range(0, 10).Select(number => Fact(Signal.AlertFired, id: $"alert-{number}"))]);

        Assert.Equal(one[0].Confidence, ten[0].Confidence);
    }

    [Fact]
    public void The_next_check_is_the_first_that_nobody_made()
    {
        var leak = Fact(Signal.OutOfMemory);

        Assert.StartsWith("Look at the memory of checkout", Rank(leak)[0].NextCheck, StringComparison.Ordinal);
        Assert.StartsWith("Look whether checkout was deployed", Rank(leak, Fact(Signal.MemoryGrew)).Find(Cause.MemoryLeak)!.NextCheck, StringComparison.Ordinal);
        Assert.StartsWith("Restart checkout", Rank(leak, Fact(Signal.MemoryGrew), Fact(Signal.NoDeployment), Fact(Signal.TrafficNormal)).Find(Cause.MemoryLeak)!.NextCheck, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_that_could_not_be_asked_widen_the_range_and_leave_the_confidence()
    {
        Evidence[] evidence = [Fact(Signal.DeploymentFinished, minutes: -3), .. Symptoms];

        var complete = Rank(evidence)[0];
        var partial = HypothesisRanking.Rank(Incident with { MissingSources = [EvidenceKind.ErrorGroup, EvidenceKind.TracePropagation] }, evidence, ValidationHistory.None)[0];

        Assert.Equal(complete.Confidence.Value, partial.Confidence.Value);
        Assert.True(partial.Confidence.Lower < complete.Confidence.Lower);
        Assert.True(partial.Confidence.Upper > complete.Confidence.Upper);
    }

    [Fact]
    public void Verdicts_of_people_change_the_order()
    {
        Evidence[] evidence = [Fact(Signal.TrafficRose, strength: 0.6), Fact(Signal.HostSaturated, strength: 1), .. Symptoms];
        ValidationHistory Verdicts(int accepted, int rejected) => new(new Dictionary<Cause, Verdicts> { [Cause.HostSaturation] = new(accepted, rejected) });

        Assert.Equal(Cause.HostSaturation, HypothesisRanking.Rank(Incident, evidence, Verdicts(20, 0))[0].Cause);
        Assert.Equal(Cause.TrafficSpike, HypothesisRanking.Rank(Incident, evidence, Verdicts(0, 20))[0].Cause);
    }

    [Fact]
    public void No_more_than_a_person_reads() =>
        Assert.Equal(HypothesisRanking.Most, Rank([.. Enum.GetValues<Signal>().Where(signal => signal != Signal.HappenedBefore).Select(signal => Fact(signal, minutes: -1))]).Count);

    [Fact]
    public void Strength_and_quality_out_of_range_are_taken_as_the_nearest_in_range()
    {
        var evidence = Fact(Signal.AlertFired, strength: 7, quality: double.NaN);

        Assert.Equal((1, 0), (evidence.Strength, evidence.Quality));
    }
}
