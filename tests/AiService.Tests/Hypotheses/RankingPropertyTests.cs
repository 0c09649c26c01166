using SreCopilot.AiService.Hypotheses;
using static SreCopilot.AiService.Tests.Hypotheses.Facts;

namespace SreCopilot.AiService.Tests.Hypotheses;

/// <summary>What must hold for any evidence: tried on a few hundred random incidents.</summary>
public sealed class RankingPropertyTests
{
    private static readonly string[] Subjects = ["checkout", "orders-db", "payment", "bank", "newsletter", ""];
    private static readonly Signal[] Signals = Enum.GetValues<Signal>();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 300)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void More_support_never_lowers_a_confidence(int seed)
    {
        var random = new Random(seed);
        var evidence = SomeEvidence(random);
        foreach (var rule in CauseRules.All)
        {
            var before = Judge(rule.Cause, evidence);
            var more = Fact(Pick(random, rule.Supporting.Keys.Order().ToArray()), Pick(random, Subjects), random.Next(-60, 20), random.NextDouble(), random.NextDouble(), id: "more");

            var after = Judge(rule.Cause, [.. evidence, more]);

            Assert.All(before, hypothesis => Assert.True(after[hypothesis.Key] >= hypothesis.Value - 1e-12, $"{rule.Cause} {hypothesis.Key} {more}"));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_contradiction_never_raises_a_confidence(int seed)
    {
        var random = new Random(seed);
        var evidence = SomeEvidence(random);
        foreach (var rule in CauseRules.All)
        {
            var before = Judge(rule.Cause, evidence);
            var against = Fact(Pick(random, rule.Contradicting.Keys.Order().ToArray()), Pick(random, Subjects), random.Next(-60, 20), random.NextDouble(), random.NextDouble(), id: "against");

            var after = Judge(rule.Cause, [.. evidence, against]);

            Assert.All(before, hypothesis => Assert.True(after[hypothesis.Key] <= hypothesis.Value + 1e-12, $"{rule.Cause} {hypothesis.Key} {against}"));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_order_of_the_evidence_does_not_matter(int seed)
    {
        var random = new Random(seed);
        var evidence = SomeEvidence(random);

        var straight = Rank([.. evidence]);
        random.Shuffle(evidence);
        var shuffled = Rank([.. evidence]);

        Assert.Equal(straight.Select(Describe), shuffled.Select(Describe));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Everything_stays_in_its_range_and_cites_only_what_was_given(int seed)
    {
        var evidence = SomeEvidence(new Random(seed));

        foreach (var hypothesis in Rank(evidence))
        {
            Assert.InRange(hypothesis.Confidence.Lower, 0, hypothesis.Confidence.Value + 1e-12);
            Assert.InRange(hypothesis.Confidence.Upper, hypothesis.Confidence.Value - 1e-12, 1);
            Assert.NotEmpty(hypothesis.Supporting);
            Assert.NotEmpty(hypothesis.NextCheck);
            Assert.Subset(evidence.ToHashSet(), hypothesis.Supporting.Concat(hypothesis.Contradicting).Select(cited => cited.Evidence).ToHashSet());
            Assert.Empty(hypothesis.Supporting.Select(cited => cited.Evidence.Id).Intersect(hypothesis.Contradicting.Select(cited => cited.Evidence.Id)));
        }
    }

    [Fact]
    public void No_signal_speaks_for_and_against_the_same_cause() =>
        Assert.All(CauseRules.All, rule => Assert.Empty(rule.Supporting.Keys.Intersect(rule.Contradicting.Keys)));

    [Fact]
    public void Every_cause_has_a_rule_that_can_be_met() =>
        Assert.All(Enum.GetValues<Cause>(), cause =>
        {
            var rule = Assert.Single(CauseRules.All, rule => rule.Cause == cause);
            Assert.All(rule.Core, signal => Assert.True(rule.Supporting[signal] > 0));
            Assert.NotEmpty(rule.Checks);
        });

    private static Evidence[] SomeEvidence(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 12)).Select(number => Pick(random, Signals) is var signal && signal == Signal.HappenedBefore
            ? Fact(signal, "", -10_000, random.NextDouble(), random.NextDouble(), Pick(random, Enum.GetValues<Cause>()), $"e{number}")
            : Fact(signal, Pick(random, Subjects), random.Next(-60, 20), random.NextDouble(), random.NextDouble(), id: $"e{number}")),
    ];

    // All hypotheses of one cause, not only those of the first five.
    private static Dictionary<string, double> Judge(Cause cause, Evidence[] evidence) =>
        HypothesisRanking.JudgeAll(Incident, evidence, ValidationHistory.None).Where(hypothesis => hypothesis.Cause == cause)
            .ToDictionary(hypothesis => hypothesis.Subject, hypothesis => hypothesis.Confidence.Value);

    private static string Describe(RankedHypothesis hypothesis) =>
        $"{hypothesis.Cause} {hypothesis.Subject} {hypothesis.Confidence} {string.Join(",", hypothesis.Supporting.Concat(hypothesis.Contradicting).Select(cited => cited.Evidence.Id))} {hypothesis.NextCheck}";

    private static T Pick<T>(Random random, T[] items) => items[random.Next(items.Length)];
}
