namespace SreCopilot.AiService.RootCause;

/// <summary>
/// Walks the graph from the symptom. The symptom starts with all the blame. A node hands it to the callees that explain its own excess
/// (their extra seconds or failures, compared with its own, times the probability that they are affected at all) and keeps what they
/// cannot explain. What a node keeps at the end is how much of the symptom began there: the deepest node that explains its callers.
/// </summary>
internal sealed class BlameFlow(ServiceGraph graph, NodeReadings readings, MetricKind symptomKind, LocalisationOptions options)
{
    private readonly Dictionary<string, Blame> _kept = new(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, Blame> From(
        Symptom symptom, ServiceGraph graph, NodeReadings readings, LocalisationOptions options)
    {
        var flow = new BlameFlow(graph, readings, symptom.Kind, options);
        flow.Follow(symptom.Node, symptom.Kind, 1, [symptom.Node]);
        return flow._kept;
    }

    private void Follow(string node, MetricKind kind, double blame, string[] path)
    {
        if (blame < options.SmallestBlame || path.Length > options.LongestPath)
        {
            Keep(node, blame, path);
            return;
        }

        var shares = ObservedCallees(node, path).Select(callee => Explain(node, kind, callee)).Where(share => share.Weight > 0).ToArray();
        var explaining = shares.Sum(share => share.Weight);
        if (explaining <= 0)
        {
            Keep(node, blame, path);
            return;
        }

        var explained = Math.Min(1, explaining * (1 - (options.TrafficKeepsBlame * Overload(node))));
        var passed = explained / (explained + ((1 - explained) * options.OwnBlame));
        Keep(node, blame * (1 - passed), path);
        foreach (var share in shares)
        {
            Follow(share.Path[^1], share.Kind, blame * passed * share.Weight / explaining, [.. path, .. share.Path]);
        }
    }

    private void Keep(string node, double blame, string[] path)
    {
        var before = _kept.GetValueOrDefault(node);
        _kept[node] = new(
            (before?.Amount ?? 0) + blame,
            before is not null && before.LargestShare >= blame ? before.Path : path,
            Math.Max(before?.LargestShare ?? 0, blame));
    }

    // A callee that has no such metric is looked through: what it calls counts as called by the caller.
    private List<string[]> ObservedCallees(string caller, string[] path)
    {
        var found = new List<string[]>();
        var seen = new HashSet<string>(path, StringComparer.Ordinal);
        var open = new Queue<string[]>([[caller]]);
        while (open.TryDequeue(out var way))
        {
            foreach (var callee in graph.CalleesOf(way[^1]).Where(seen.Add))
            {
                string[] longer = [.. way, callee];
                if (readings.Find(callee, symptomKind) is null)
                {
                    open.Enqueue(longer);
                }
                else
                {
                    found.Add(longer[1..]);
                }
            }
        }

        return found;
    }

    private Share Explain(string caller, MetricKind kind, string[] way)
    {
        var effect = readings.Find(caller, kind);
        var best = new Share(way, kind, 0);
        foreach (var candidate in Kinds(kind))
        {
            if (readings.Find(way[^1], candidate) is { } cause)
            {
                var magnitude = candidate == kind
                    ? effect is { Excess: > 0 } ? Math.Min(1, cause.Excess / effect.Excess) : 1
                    : effect is { AffectedRequests: > 0 } ? options.OtherKind * Math.Min(1, cause.AffectedRequests / effect.AffectedRequests) : 0;
                var weight = magnitude * cause.Probability(options);
                best = weight > best.Weight ? new(way, candidate, weight) : best;
            }
        }

        return best;
    }

    private static MetricKind[] Kinds(MetricKind kind) => kind switch
    {
        MetricKind.Latency => [MetricKind.Latency, MetricKind.Availability],
        MetricKind.Availability => [MetricKind.Availability, MetricKind.Latency],
        _ => [MetricKind.Requests],
    };

    // 1 when the node surely got twice its requests or more: then its callees are slow because of it, not the other way round.
    private double Overload(string node) => readings.Find(node, MetricKind.Requests) is { Change: > 0 } traffic
        ? traffic.Probability(options) * Math.Min(1, Math.Exp(traffic.Change) - 1)
        : 0;

    private readonly record struct Share(string[] Path, MetricKind Kind, double Weight);
}

/// <summary>How much of the symptom began at a node, and the way most of it came.</summary>
internal sealed record Blame(double Amount, IReadOnlyList<string> Path, double LargestShare);
