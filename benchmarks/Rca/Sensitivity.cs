using SreCopilot.AiService.RootCause;
using SreCopilot.Benchmarks.Rca.Injection;
using SreCopilot.Benchmarks.Rca.PetShop;

namespace SreCopilot.Benchmarks.Rca;

/// <summary>What becomes of the results when a parameter is about halved or doubled: a method that lives on exact values proves nothing.</summary>
internal static class Sensitivity
{
    private static readonly IReadOnlyList<(string Name, LocalisationOptions Options)> Variants =
    [
        ("as it is", new()),
        ("FalseAlarmRate 0.01", new() { FalseAlarmRate = 0.01 }),
        ("FalseAlarmRate 0.1", new() { FalseAlarmRate = 0.1 }),
        ("TailQuantile 0.8", new() { TailQuantile = 0.8 }),
        ("TailQuantile 0.95", new() { TailQuantile = 0.95 }),
        ("LatencyResolution 0.01", new() { LatencyResolution = 0.01 }),
        ("LatencyResolution 0.06", new() { LatencyResolution = 0.06 }),
        ("PriorOdds 5", new() { PriorOdds = 5 }),
        ("PriorOdds 20", new() { PriorOdds = 20 }),
        ("OwnBlame 0.3", new() { OwnBlame = 0.3 }),
        ("OwnBlame 1", new() { OwnBlame = 1 }),
        ("OtherKind 0.15", new() { OtherKind = 0.15 }),
        ("OtherKind 0.6", new() { OtherKind = 0.6 }),
        ("TrafficKeepsBlame 0.4", new() { TrafficKeepsBlame = 0.4 }),
        ("TrafficKeepsBlame 1", new() { TrafficKeepsBlame = 1 }),
        ("Unconnected 0.02", new() { Unconnected = 0.02 }),
        ("Unconnected 0.1", new() { Unconnected = 0.1 }),
    ];

    public static void Print(IReadOnlyList<PetShopScenario> scenarios, int perNode)
    {
        Console.WriteLine($"\n{"parameters",-26}{"real issues",32}{"injected faults",32}{"specificity",13}");
        foreach (var (name, options) in Variants)
        {
            var localiser = new RootCauseLocaliser(options);
            var real = Recall.Of(
                from scenario in scenarios
                from issue in scenario.Issues
                select (issue.RootCause, localiser.Localise(scenario.Graph, issue.Symptom, scenario.Normal, issue.Abnormal)));
            var injected =
                from scenario in scenarios
                from fault in Enum.GetValues<FaultKind>()
                from view in FaultView.All.Take(2)
                select InjectionStudy.Run(scenario, fault, view, localiser, perNode);
            var quiet = scenarios.SelectMany(scenario => scenario.Issues.Select(issue => issue.Symptom).Distinct().Select(symptom => Specificity.OfCuts(scenario, symptom, localiser).Empty));
            Console.WriteLine($"{name,-26}{real,32}{injected.Aggregate((left, right) => left.With(right)),32}{quiet.Average(),13:0.00}");
        }
    }
}
