using SreCopilot.AiService.RootCause;
using SreCopilot.Benchmarks.Rca.PetShop;

namespace SreCopilot.Benchmarks.Rca;

/// <summary>How often nothing is found where nothing is.</summary>
internal static class Specificity
{
    private static readonly double[] Cuts = [0.5, 0.6, 0.7, 0.8, 0.9, 0.99];

    /// <summary>
    /// The protocol of the PetShop data: normal operation is cut, and its tail is called abnormal. Also the share in which the answer is
    /// empty only because the rest has too few stretches as long as the tail to compare it with.
    /// </summary>
    public static (double Empty, double TooLittleData) OfCuts(PetShopScenario scenario, Symptom symptom, RootCauseLocaliser localiser)
    {
        var answers = Cuts.Select(cut => (int)(scenario.Normal.Rows * cut))
            .Select(rows => localiser.Localise(scenario.Graph, symptom, scenario.Normal.Slice(0, rows), scenario.Normal.Slice(rows, scenario.Normal.Rows - rows)))
            .ToArray();
        return (
            answers.Average(answer => answer.Candidates.Count == 0 ? 1.0 : 0),
            answers.Average(answer => answer.Verdict == LocalisationVerdict.TooLittleData ? 1.0 : 0));
    }

    /// <summary>A harder question, without the long tails: stretches of five rows, as short as a real issue, out of the last third.</summary>
    public static double OfShortStretches(PetShopScenario scenario, Symptom symptom, RootCauseLocaliser localiser)
    {
        const int length = 5;
        var rows = scenario.Normal.Rows * 2 / 3;
        var normal = scenario.Normal.Slice(0, rows);
        return Enumerable.Range(0, (scenario.Normal.Rows - rows) / length).Average(stretch =>
            localiser.Localise(scenario.Graph, symptom, normal, scenario.Normal.Slice(rows + (stretch * length), length)).Candidates.Count == 0 ? 1.0 : 0);
    }
}
