using System.Globalization;
using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Collection;

/// <summary>Hosts without capacity. What runs on a host is read from its processes and containers.</summary>
internal static class HostSource
{
    private const int MostHosts = 20;
    private const int Points = 360;
    private static readonly (string Name, double Full, Func<HostPointBody, double?> Read)[] Resources =
    [
        ("CPU", 85, point => point.CpuPercent),
        ("memory", 93, point => point.MemoryPercent),
        ("disk", 95, point => point.DiskPercent),
    ];

    public static async Task<Findings> CollectAsync(Question question, Task<Topology> topology, CancellationToken cancel)
    {
        var window = question.Window;
        var answer = await question.GetMetricsAsync(
            $"/infrastructure/hosts?limit={MostHosts}&{Question.Range(window.Split, window.To)}", PeerJson.Default.IReadOnlyListHostBody, cancel);
        if (answer.Value is not { } hosts)
        {
            return Findings.Without(EvidenceKind.HostSaturation, answer);
        }

        var range = Question.Range(window.From, window.To);
        var series = await Task.WhenAll(hosts.Select(host => question.GetMetricsAsync(
            $"/infrastructure/hosts/{Uri.EscapeDataString(host.Hostname)}/series?points={Points}&{range}", PeerJson.Default.IReadOnlyListHostPointBody, cancel)));
        var names = (await topology).Names;
        return new([.. hosts.Zip(series).SelectMany(one => one.Second.Value is { } points ? Describe(one.First, points, window, names) : [])]);
    }

    private static IEnumerable<Evidence> Describe(HostBody host, IReadOnlyList<HostPointBody> points, AnalysisWindow window, IReadOnlyList<string> names)
    {
        var runs = $"{host.LatestMetrics.Processes} {host.LatestMetrics.Containers}";
        var services = names.Where(name => Phrases.FindName(runs, [name]).Length > 0).Take(5).DefaultIfEmpty("").ToList();
        var link = $"/infrastructure/{Uri.EscapeDataString(host.Hostname)}";
        var isFull = false;
        foreach (var (name, full, read) in Resources)
        {
            var (normal, during) = (Column(points, window.From, window.Split, read), Column(points, window.Split, window.To, read));
            if (LevelShift.Find(normal, during, 3) is not { Score: > LevelShift.Clear } shift || shift.Observed < full)
            {
                continue;
            }

            isFull = true;
            var at = points.Where(point => point.Timestamp >= window.Split).ElementAt(shift.Since).Timestamp;
            foreach (var service in services)
            {
                yield return new(
                    $"host:{host.Hostname}:{name.ToLowerInvariant()}:{service}", EvidenceKind.HostSaturation, Signal.HostSaturated, service,
                    string.Create(CultureInfo.InvariantCulture, $"{name} of host {host.Hostname} is at {shift.Observed:0} % instead of {shift.Baseline:0} %"),
                    link, at, 0.5 + (0.5 * (shift.Observed - full) / (100 - full)), service.Length > 0 ? 0.9 : 0.4);
            }
        }

        foreach (var service in isFull || points.Count == 0 ? [] : services.Where(service => service.Length > 0))
        {
            yield return new(
                $"host-healthy:{host.Hostname}:{service}", EvidenceKind.HostSaturation, Signal.HostHealthy, service, $"Host {host.Hostname} has capacity left", link,
                window.Detected, 0.8, 0.8);
        }
    }

    private static double[] Column(IReadOnlyList<HostPointBody> points, DateTimeOffset from, DateTimeOffset to, Func<HostPointBody, double?> read) =>
        [.. points.Where(point => point.Timestamp >= from && point.Timestamp < to).Select(point => read(point) ?? double.NaN)];
}
