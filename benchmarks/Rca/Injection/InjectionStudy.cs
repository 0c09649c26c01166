using SreCopilot.AiService.RootCause;
using SreCopilot.Benchmarks.Rca.PetShop;

namespace SreCopilot.Benchmarks.Rca.Injection;

/// <summary>Recall on injected faults, at every node that can cause the symptom.</summary>
internal static class InjectionStudy
{
    public const string SymptomNode = "PetSite";
    private const int Seed = 20240403;

    public static Recall Run(PetShopScenario scenario, FaultKind fault, FaultView view, RootCauseLocaliser localiser, int perNode)
    {
        var symptom = new Symptom(SymptomNode, fault == FaultKind.Availability ? MetricKind.Availability : MetricKind.Latency, "Average");
        var injector = new FaultInjector(scenario, symptom, view, new Random(Seed));
        return Recall.Of(
            from node in injector.Nodes(fault)
            from _ in Enumerable.Range(0, perNode)
            let issue = injector.Inject(node, fault)
            where issue is not null
            select (node, localiser.Localise(scenario.Graph, symptom, injector.Known, issue)));
    }
}
