namespace SreCopilot.AiService.RootCause;

/// <summary>
/// Finds the nodes where a symptom began. Pure: the same input gives the same output. How and why: docs/evidence-engine.md.
/// </summary>
internal sealed class RootCauseLocaliser(LocalisationOptions options)
{
    public Localisation Localise(ServiceGraph graph, Symptom symptom, MetricFrame normal, MetricFrame abnormal)
    {
        var rowsPerBin = Math.Max(1, abnormal.Rows / options.Bins);
        normal = normal.Condense(rowsPerBin);
        abnormal = abnormal.Condense(rowsPerBin);
        if (SymptomSeries.Read(symptom, normal, abnormal, options) is not { } series)
        {
            return None(LocalisationVerdict.TooLittleData, 1);
        }

        if (SuspectRows.Of(series.Window, series.Typical) is not { } rows)
        {
            return None(LocalisationVerdict.NothingAbnormal, 1);
        }

        var routes = graph.RoutesFrom(symptom.Node);
        var readings = new NodeReadings(new DeviationMeter(normal, abnormal, rows, options), routes.Keys, symptom);
        var probability = FalseAlarmProbability(series.Information, symptom, readings, routes.Keys);
        if (probability > options.FalseAlarmRate)
        {
            return None(LocalisationVerdict.NothingAbnormal, probability);
        }

        var candidates = CandidateRanking.Rank(graph, symptom, readings, routes, options);
        return new(
            LocalisationVerdict.Localised, probability, candidates,
            [.. rows.Membership.Select((membership, row) => new SuspectRow(abnormal.Times[row], membership))]);
    }

    // Two questions: does normal operation show the symptom as clearly, and does any dependency deviate, in the same rows and by enough to
    // explain it? The second is the best of many nodes, hence the logarithm of their number (Bonferroni). Their answers are combined by
    // Fisher's method; the symptom alone may be enough (the fault can be in the node itself), which makes two tests.
    private double FalseAlarmProbability(double symptomInformation, Symptom symptom, NodeReadings readings, IEnumerable<string> nodes)
    {
        var effect = readings.Find(symptom.Node, symptom.Kind);
        var (best, count) = (0.0, 0);
        foreach (var node in nodes)
        {
            count++;
            if (node != symptom.Node && effect is { Excess: > 0 } && readings.Find(node, symptom.Kind) is { } cause)
            {
                best = Math.Max(best, Math.Min(1, cause.Excess / effect.Excess) * Math.Min(options.MostDetection, cause.Information));
            }
        }

        var alone = Math.Min(options.MostDetection, symptomInformation);
        var together = alone + Math.Max(0, best - Math.Log(count));
        return Math.Min(1, 2 * Math.Min(Math.Exp(-alone), (1 + together) * Math.Exp(-together)));
    }

    private static Localisation None(LocalisationVerdict verdict, double probability) => new(verdict, probability, [], []);
}
