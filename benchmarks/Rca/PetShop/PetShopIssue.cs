using System.Text.Json;
using SreCopilot.AiService.RootCause;

namespace SreCopilot.Benchmarks.Rca.PetShop;

/// <summary>One performance issue: the symptom, the rows around it, and the node that really caused it.</summary>
internal sealed record PetShopIssue(string Name, Symptom Symptom, MetricFrame Abnormal, string RootCause)
{
    /// <summary>Reads <c>metrics.csv</c> and <c>target.json</c> of a folder.</summary>
    public static PetShopIssue Read(string folder)
    {
        // {"target":{"node":"PetSite","metric":"latency","agg":"Average","timestamp":1681350548},"root_cause":{"node":"PetSearch_AWS::ECS::Fargate","metric":null}}
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "target.json")));
        var target = json.RootElement.GetProperty("target");
        var metric = target.GetProperty("metric").GetString() ?? "";
        return new(
            $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}",
            new(
                target.GetProperty("node").GetString() ?? "",
                PetShopCsv.KindOf(metric) ?? throw new InvalidDataException($"{folder}: unknown metric {metric}"),
                target.GetProperty("agg").GetString() ?? ""),
            PetShopCsv.ReadMetrics(Path.Combine(folder, "metrics.csv")),
            json.RootElement.GetProperty("root_cause").GetProperty("node").GetString() ?? "");
    }
}
