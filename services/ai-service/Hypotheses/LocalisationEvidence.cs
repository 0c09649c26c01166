using System.Globalization;
using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Hypotheses;

/// <summary>Turns what localisation found into evidence.</summary>
internal static class LocalisationEvidence
{
    /// <summary>Nodes with less blame than this are not worth a person's time.</summary>
    private const double LeastBlame = 0.1;

    /// <summary>A piece of evidence per node that a good part of the symptom began at.</summary>
    /// <param name="found">What localisation found.</param>
    /// <param name="linkOf">Where a person can see a node; empty when nowhere.</param>
    public static IEnumerable<Evidence> From(Localisation found, Func<string, string> linkOf)
    {
        foreach (var candidate in found.Candidates.Where(candidate => candidate.Blame >= LeastBlame && candidate.Deviations.Count > 0))
        {
            var deviation = candidate.Deviations[0];
            yield return new(
                $"localised:{candidate.Node}",
                EvidenceKind.TracePropagation,
                Signal.FaultLocalised,
                candidate.Node,
                Describe(candidate, deviation),
                linkOf(candidate.Node),
                DateTimeOffset.FromUnixTimeSeconds(deviation.Since),
                candidate.Blame,
                1 - found.FalseAlarmProbability);
        }
    }

    private static string Describe(RootCauseCandidate candidate, Deviation deviation) => string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.Blame:0%} of the symptom began at {candidate.Node} ({string.Join(" > ", candidate.Path)}): {Name(deviation)} {deviation.Observed:G3} instead of {deviation.Baseline:G3}");

    private static string Name(Deviation deviation) => deviation.Metric.Kind switch
    {
        MetricKind.Latency => $"latency ({deviation.Metric.Statistic})",
        MetricKind.Availability => "percent available",
        _ => "requests",
    };
}
