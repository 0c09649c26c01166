using SreCopilot.AiService.RootCause;

namespace SreCopilot.Benchmarks.Rca.Injection;

/// <summary>Which share of an effect at a node each of its direct and indirect callers feels: it splits over callers by their traffic, and a little is lost on the way.</summary>
internal static class Propagation
{
    public static IReadOnlyDictionary<string, double> From(string faulty, ServiceGraph graph, IReadOnlyDictionary<string, double> traffic, Random random)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal) { [faulty] = 1 };
        List<string> reached = [faulty];
        var done = new HashSet<string>([faulty], StringComparer.Ordinal);
        while (reached.Count > 0)
        {
            var next = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var callee in reached)
            {
                var callers = traffic.Keys.Where(node => graph.CalleesOf(node).Contains(callee)).Order(StringComparer.Ordinal).ToArray();
                var all = callers.Sum(caller => traffic[caller]);
                foreach (var caller in callers.Where(caller => !done.Contains(caller)))
                {
                    shares[caller] = shares.GetValueOrDefault(caller) + (shares[callee] * traffic[caller] / all * (0.8 + (0.2 * random.NextDouble())));
                    next.Add(caller);
                }
            }

            done.UnionWith(next);
            reached = [.. next];
        }

        return shares;
    }
}
