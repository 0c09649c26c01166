using System.Globalization;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Memory of processes and containers, per service: whether it grows and never falls.</summary>
internal static class MemorySource
{
    private const int MostMetrics = 4;
    private static readonly string[] Searches = ["memory", "heap", "rss"];
    private static readonly string[] Used = ["usage", "used", "working_set", "resident", "rss", "committed", "heap"];
    private static readonly string[] NotUsed = ["limit", "max", "available", "free", "total", "ratio", "percent", "utilization", "count"];

    public static async Task<Findings> CollectAsync(Question question, CancellationToken cancel)
    {
        var answers = await Task.WhenAll(Searches.Select(search =>
            question.GetMetricsAsync($"/metrics/names?search={search}&limit=200", PeerJson.Default.IReadOnlyListMetricNameBody, cancel)));
        if (Array.FindIndex(answers, answer => answer.Value is null) is >= 0 and var silent)
        {
            return Findings.Without(EvidenceKind.MetricAnomaly, answers[silent]);
        }

        var metrics = answers.SelectMany(answer => answer.Value!).Where(IsMemory).Select(metric => metric.Name).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).Take(MostMetrics).ToList();
        var window = question.Window;
        var values = await Task.WhenAll(metrics.Select(metric => question.GetMetricsAsync(
            $"/metrics/query?metric={Uri.EscapeDataString(metric)}&aggregation=avg&step=60&group_by=service&limit=100&{Question.Range(window.From, window.To)}",
            PeerJson.Default.MetricValuesBody, cancel)));
        return new(
        [
            .. metrics.Zip(values)
                .SelectMany(one => (one.Second.Value?.Series ?? []).SelectMany(line => Describe(one.First, line, window)))
                // Several metrics say the same of a service: the clearest one speaks.
                .GroupBy(evidence => evidence.Subject, StringComparer.Ordinal)
                .Select(same => same.OrderBy(one => one.Signal == Signal.MemoryGrew ? 0 : 1).ThenByDescending(one => one.Strength).ThenBy(one => one.Id, StringComparer.Ordinal).First()),
        ]);
    }

    // process.memory.usage, dotnet.process.memory.working_set, process_resident_memory_bytes, jvm.memory.used, container_memory_usage_bytes
    private static bool IsMemory(MetricNameBody metric) =>
        metric.Type != "histogram" && Used.Any(word => metric.Name.Contains(word, StringComparison.OrdinalIgnoreCase))
        && !NotUsed.Any(word => metric.Name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Evidence> Describe(string metric, MetricLineBody line, AnalysisWindow window)
    {
        if (line.Labels.GetValueOrDefault("service") is not { Length: > 0 } service)
        {
            yield break;
        }

        var cells = Enumerable.Repeat(double.NaN, window.NormalRows + window.IncidentRows).ToArray();
        foreach (var point in line.Points)
        {
            if (window.RowOf(point.Time) is var row && row >= 0 && row < cells.Length)
            {
                cells[row] = point.Value;
            }
        }

        if (Growth.Find(cells) is not { } growth)
        {
            yield break;
        }

        var link = $"/metrics?metric={Uri.EscapeDataString(metric)}&service={Uri.EscapeDataString(service)}";
        yield return growth.IsLeak
            ? new($"memory:{service}", EvidenceKind.MetricAnomaly, Signal.MemoryGrew, service,
                string.Create(CultureInfo.InvariantCulture, $"{metric} of {service} grew from {Size(growth.From)} to {Size(growth.To)} and did not fall again"),
                link, window.TimeOf(growth.Since), Strength.OfRatio(growth.From, growth.To), 0.9)
            : new($"memory-flat:{service}", EvidenceKind.MetricAnomaly, Signal.MemoryFlat, service, $"{metric} of {service} does not grow", link, window.Detected, 0.8, 0.8);
    }

    private static string Size(double bytes) => bytes >= 1 << 30 ? $"{bytes / (1 << 30):0.#} GiB" : bytes >= 1 << 20 ? $"{bytes / (1 << 20):0} MiB" : $"{bytes:0.#}";
}
