namespace SreCopilot.AiService.RootCause;

/// <summary>Puts the nodes in order: blame first, then deviations that no path of anomalous calls connects to the symptom.</summary>
internal static class CandidateRanking
{
    private const double HalfInformation = 10; // Nats at which an unconnected deviation counts half.

    public static IReadOnlyList<RootCauseCandidate> Rank(
        ServiceGraph graph, Symptom symptom, NodeReadings readings, IReadOnlyDictionary<string, string[]> routes, LocalisationOptions options)
    {
        var blames = BlameFlow.From(symptom, graph, readings, options);
        var effect = readings.Find(symptom.Node, symptom.Kind);
        return
        [
            .. routes.Keys
                .Select(node =>
                {
                    var blame = blames.GetValueOrDefault(node);
                    var score = (blame?.Amount ?? 0) + (node == symptom.Node ? 0 : options.Unconnected * Unconnected(node));
                    return new RootCauseCandidate(
                        node, score, blame?.Amount ?? 0, blame?.Path ?? routes[node],
                        [.. readings.Of(node).Where(deviation => deviation.Change > 0).OrderByDescending(deviation => deviation.Information)]);
                })
                .Where(candidate => candidate.Score > 0)
                .OrderByDescending(candidate => candidate.Score)
                // Of equals: who began first, then who is nearer, then by name.
                .ThenBy(candidate => candidate.Deviations.Select(deviation => deviation.Since).DefaultIfEmpty(long.MaxValue).First())
                .ThenBy(candidate => routes[candidate.Node].Length)
                .ThenBy(candidate => candidate.Node, StringComparer.Ordinal),
        ];

        double Unconnected(string node) => readings.Of(node).Where(deviation => deviation.Change > 0).Sum(deviation =>
            Weight(deviation.Metric.Kind) * deviation.Information / (deviation.Information + HalfInformation) * Math.Sqrt(Magnitude(deviation)));

        double Weight(MetricKind kind) => kind == symptom.Kind ? 1 : kind == MetricKind.Requests ? options.OtherKind / 2 : options.OtherKind;

        double Magnitude(Deviation deviation) => effect is not { Excess: > 0 } ? 1
            : deviation.Metric.Kind == symptom.Kind ? Math.Min(1, deviation.Excess / effect.Excess)
            : Math.Min(1, deviation.AffectedRequests / Math.Max(effect.AffectedRequests, double.Epsilon));
    }
}
