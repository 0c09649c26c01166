using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Tests.RootCause;

namespace SreCopilot.AiService.Tests.Hypotheses;

public sealed class LocalisationEvidenceTests
{
    [Fact]
    public void Nodes_to_blame_become_evidence_that_says_why()
    {
        var found = new Shop().Slower("mail", 0.8, 2, 3).Slower("cart", 0.1, 2, 3).Slower("front", 0.08, 2, 3).Localise(Shop.Slow);

        var evidence = Assert.Single(LocalisationEvidence.From(found, node => $"/services/{node}"));

        Assert.Equal(("localised:mail", Signal.FaultLocalised, "mail", "/services/mail"), (evidence.Id, evidence.Signal, evidence.Subject, evidence.Link));
        Assert.StartsWith("96% of the symptom began at mail (front > cart > mail): latency (Average) 1.", evidence.Summary, StringComparison.Ordinal);
        Assert.Contains(" instead of 0.", evidence.Summary, StringComparison.Ordinal);
        Assert.InRange(evidence.Strength, 0.8, 1);
        Assert.InRange(evidence.Quality, 0.99, 1);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(new Shop().Abnormal.Times[2]), evidence.At);
    }

    [Fact]
    public void Nothing_found_is_no_evidence() =>
        Assert.Empty(LocalisationEvidence.From(new(AiService.RootCause.LocalisationVerdict.NothingAbnormal, 1, [], []), _ => ""));
}
