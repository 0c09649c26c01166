namespace SreCopilot.AiService.RootCause;

/// <summary>Who calls whom. Callees come in one order whatever the order of the edges was, so that results do not depend on it.</summary>
internal sealed class ServiceGraph
{
    private readonly Dictionary<string, string[]> _callees;

    public ServiceGraph(IEnumerable<(string Caller, string Callee)> edges) => _callees = edges
        .GroupBy(edge => edge.Caller, edge => edge.Callee, StringComparer.Ordinal)
        .ToDictionary(
            calls => calls.Key,
            calls => calls.Where(callee => callee != calls.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray(),
            StringComparer.Ordinal);

    public IReadOnlyList<string> CalleesOf(string node) => _callees.TryGetValue(node, out var callees) ? callees : [];

    /// <summary>Every node that a fault could have come from, with the number of calls in between; the node itself is at 0.</summary>
    public IReadOnlyDictionary<string, int> DistancesFrom(string node)
    {
        var distances = new Dictionary<string, int>(StringComparer.Ordinal) { [node] = 0 };
        var queue = new Queue<string>([node]);
        while (queue.TryDequeue(out var caller))
        {
            foreach (var callee in CalleesOf(caller))
            {
                if (distances.TryAdd(callee, distances[caller] + 1))
                {
                    queue.Enqueue(callee);
                }
            }
        }

        return distances;
    }
}
