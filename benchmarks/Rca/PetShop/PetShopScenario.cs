using SreCopilot.AiService.RootCause;

namespace SreCopilot.Benchmarks.Rca.PetShop;

/// <summary>One traffic scenario: its call graph, its normal operation and its issues (of the training split, the test split, or both).</summary>
internal sealed record PetShopScenario(string Name, ServiceGraph Graph, MetricFrame Normal, IReadOnlyList<PetShopIssue> Issues)
{
    /// <summary>Every folder below that has a graph; issues are <c>SPLIT/issue_N</c>.</summary>
    public static IReadOnlyList<PetShopScenario> ReadAll(string folder) =>
    [
        .. Directory.GetDirectories(folder)
            .Where(scenario => File.Exists(Path.Combine(scenario, "graph.csv")) && File.Exists(Path.Combine(scenario, "noissue", "metrics.csv")))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    private static PetShopScenario Read(string folder) => new(
        Path.GetFileName(folder),
        PetShopCsv.ReadGraph(Path.Combine(folder, "graph.csv")),
        PetShopCsv.ReadMetrics(Path.Combine(folder, "noissue", "metrics.csv")),
        [
            .. Directory.GetDirectories(folder)
                .SelectMany(split => Directory.GetDirectories(split, "issue_*"))
                .Where(issue => File.Exists(Path.Combine(issue, "target.json")))
                .OrderBy(issue => Path.GetDirectoryName(issue), StringComparer.Ordinal)
                .ThenBy(issue => Path.GetFileName(issue).Length)
                .ThenBy(issue => issue, StringComparer.Ordinal)
                .Select(PetShopIssue.Read),
        ]);
}
