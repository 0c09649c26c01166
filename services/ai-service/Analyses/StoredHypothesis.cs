using System.Security.Cryptography;
using System.Text;
using SreCopilot.AiService.Hypotheses;

namespace SreCopilot.AiService.Analyses;

/// <summary>A hypothesis as it is stored and shown.</summary>
/// <param name="Id">The same for the same cause and subject of an incident, however often it is analysed.</param>
/// <param name="Rank">1 is the most probable.</param>
/// <param name="Cause">For example bad_deployment; null for one that only a language model had.</param>
/// <param name="Subject">Where.</param>
/// <param name="Claim">In one sentence.</param>
/// <param name="Description">Why, and how sure.</param>
/// <param name="ConfidenceScore">0 to 1.</param>
/// <param name="ConfidenceLower">At least.</param>
/// <param name="ConfidenceUpper">At most.</param>
/// <param name="NextCheck">What to look at next.</param>
/// <param name="Factors">What the confidence is made of.</param>
/// <param name="Supporting">What speaks for it, the weightiest first.</param>
/// <param name="Contradicting">What speaks against it.</param>
internal sealed record StoredHypothesis(
    Guid Id, int Rank, string? Cause, string Subject, string Claim, string Description, double ConfidenceScore, double ConfidenceLower, double ConfidenceUpper,
    string NextCheck, FactorValues? Factors, IReadOnlyList<Citation> Supporting, IReadOnlyList<Citation> Contradicting)
{
    private const int MostCitations = 25;

    public static StoredHypothesis Of(Guid incidentId, int rank, RankedHypothesis ranked) => new(
        IdOf(incidentId, $"{ranked.Cause}|{ranked.Subject}"), rank, Words.Of(ranked.Cause), ranked.Subject, ranked.Claim, Describe(ranked),
        Round(ranked.Confidence.Value), Round(ranked.Confidence.Lower), Round(ranked.Confidence.Upper), ranked.NextCheck, FactorValues.Of(ranked.Factors),
        [.. ranked.Supporting.Take(MostCitations).Select(Cite)], [.. ranked.Contradicting.Take(MostCitations).Select(Cite)]);

    /// <summary>A UUID of version 8 out of a hash.</summary>
    public static Guid IdOf(Guid incidentId, string name)
    {
        var hash = SHA256.HashData([.. incidentId.ToByteArray(), .. Encoding.UTF8.GetBytes(name)]).AsSpan(0, 16);
        hash[7] = (byte)((hash[7] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash);
    }

    private static string Describe(RankedHypothesis ranked)
    {
        var text = new StringBuilder();
        text.AppendJoin(' ', ranked.Supporting.Take(3).Select(cited => $"{cited.Evidence.Summary}."));
        if (ranked.Contradicting is [var against, ..])
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" Against it: {against.Evidence.Summary}.");
        }

        return text.ToString().Trim();
    }

    private static Citation Cite(CitedEvidence cited) => new(cited.Evidence.Id, cited.Evidence.Summary, cited.Evidence.Link, Round(cited.Weight));

    private static double Round(double value) => Math.Round(Math.Clamp(value, 0, 1), 4);
}

/// <summary>Evidence in a hypothesis.</summary>
/// <param name="EvidenceId">Which.</param>
/// <param name="Summary">In one sentence.</param>
/// <param name="Link">Where to see it, as a path of the web app; empty when nowhere.</param>
/// <param name="Weight">For this hypothesis: 0 to 1.</param>
internal sealed record Citation(string EvidenceId, string Summary, string Link, double Weight);

/// <summary>The parts of a confidence: docs/evidence-engine.md, 2.3.</summary>
internal sealed record FactorValues(
    double SignalStrength, double TemporalCorrelation, double Precedent, double EvidenceQuality, double HumanValidation, double Contradiction)
{
    public static FactorValues Of(Factors factors) => new(
        Math.Round(factors.SignalStrength.Value, 4), Math.Round(factors.TemporalCorrelation.Value, 4), Math.Round(factors.Precedent.Value, 4),
        Math.Round(factors.EvidenceQuality, 4), Math.Round(factors.HumanValidation.Value, 4), Math.Round(factors.Contradiction, 4));
}
