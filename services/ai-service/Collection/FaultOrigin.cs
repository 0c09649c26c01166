using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Collection;

/// <summary>Where the symptom began: localisation over the figures of the services, and one step further, to what sends no figures of its
/// own (databases, dead and foreign services). Pure.</summary>
internal static class FaultOrigin
{
    private static readonly RootCauseLocaliser Localiser = new(new LocalisationOptions());

    /// <summary>The evidence of both symptoms, slow and failing; of a node that both end at, the stronger.</summary>
    public static IReadOnlyList<Evidence> Localise(ServiceSeries series, Topology topology, string service)
    {
        if (series.Find(service) is null)
        {
            return [];
        }

        var graph = new ServiceGraph(topology.Edges);
        var (normal, incident) = series.Frames();
        return
        [
            .. new[] { MetricKind.Availability, MetricKind.Latency }
                .Select(kind => Localiser.Localise(graph, new Symptom(service, kind, "Average"), normal, incident))
                .SelectMany(found => LocalisationEvidence.From(found, node => $"/services/{Uri.EscapeDataString(node)}"))
                .GroupBy(evidence => evidence.Id, StringComparer.Ordinal)
                .Select(same => same.MaxBy(evidence => evidence.Strength * evidence.Quality)!)
                .OrderBy(evidence => evidence.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Passes blame on to what a node waits for: as much as it explains of the node's own excess.</summary>
    public static IReadOnlyList<Evidence> PassOn(IReadOnlyList<Evidence> localised, IReadOnlyList<Explanation> explanations)
    {
        var rest = localised.ToDictionary(evidence => evidence.Subject, StringComparer.Ordinal);
        var further = new Dictionary<string, Evidence>(StringComparer.Ordinal);
        foreach (var step in explanations.OrderByDescending(step => step.Share).ThenBy(step => step.Behind, StringComparer.Ordinal))
        {
            if (!rest.TryGetValue(step.Node, out var blamed))
            {
                continue;
            }

            var passed = new Evidence(
                $"localised:{step.Behind}", EvidenceKind.TracePropagation, Signal.FaultLocalised, step.Behind, step.Summary, step.Link, blamed.At, blamed.Strength * step.Share, blamed.Quality);
            rest[step.Node] = blamed with { Strength = blamed.Strength * (1 - step.Share) };
            if (!further.TryGetValue(step.Behind, out var known) || known.Strength < passed.Strength)
            {
                further[step.Behind] = passed;
            }
        }

        return [.. rest.Values.Where(evidence => !further.ContainsKey(evidence.Subject)).Concat(further.Values).Where(evidence => evidence.Strength > 0.05)];
    }
}

/// <summary>How much of what is wrong with a node is the doing of something behind it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Behind">A database or service that it calls.</param>
/// <param name="Share">0 to 1.</param>
/// <param name="Summary">In one sentence.</param>
/// <param name="Link">Where a person can see it.</param>
internal sealed record Explanation(string Node, string Behind, double Share, string Summary, string Link);
