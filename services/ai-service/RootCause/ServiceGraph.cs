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

    /// <summary>Every node that a fault could have come from, with a shortest way of calls to it; the node itself is its own way.</summary>
    public IReadOnlyDictionary<string, string[]> RoutesFrom(string node)
    {
        var routes = new Dictionary<string, string[]>(StringComparer.Ordinal) { [node] = [node] };
        var queue = new Queue<string>([node]);
        while (queue.TryDequeue(out var caller))
        {
            foreach (var callee in CalleesOf(caller))
            {
                if (routes.TryAdd(callee, [.. routes[caller], callee]))
                {
                    queue.Enqueue(callee);
                }
            }
        }

        return routes;
    }
}
