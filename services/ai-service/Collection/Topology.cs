using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;
using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Collection;

/// <summary>Who calls whom, and which services there are.</summary>
/// <param name="Edges">The calls.</param>
/// <param name="Names">All services, by name.</param>
/// <param name="Missing">What could not be asked.</param>
internal sealed record Topology(IReadOnlyList<(string Caller, string Callee)> Edges, IReadOnlyList<string> Names, IReadOnlyList<MissingSource> Missing)
{
    private static readonly TimeSpan Known = TimeSpan.FromDays(1);

    public static async Task<Topology> ReadAsync(Question question, CancellationToken cancel)
    {
        var range = Question.Range(question.Window.Split - Known, question.Window.To);
        var names = question.GetMetricsAsync("/metrics/services", PeerJson.Default.IReadOnlyListString, cancel);
        var map = await question.GetMetricsAsync($"/traces/services/dependency-map?{range}", PeerJson.Default.DependencyMapBody, cancel);
        var edges = (map.Value?.Edges ?? []).Select(edge => (edge.Source, edge.Target)).Order().ToList();
        return new(
            edges,
            [.. ((await names).Value ?? []).Concat(edges.SelectMany(edge => new[] { edge.Source, edge.Target })).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            map.Value is null ? [new(EvidenceKind.TracePropagation, map.Problem ?? $"it answered {(int?)map.Status}")] : []);
    }

    /// <summary>The name under which a service sends its data; people write it in other ways.</summary>
    public string NameOf(string service) =>
        Names.Contains(service, StringComparer.Ordinal) ? service : Names.FirstOrDefault(name => string.Equals(name, service, StringComparison.OrdinalIgnoreCase)) ?? service;

    /// <summary>The services to look at: what the incident's depends on, the nearest first; then what depends on it; then the others.</summary>
    public IReadOnlyList<string> Nearest(string service, int most)
    {
        var routes = new ServiceGraph(Edges).RoutesFrom(service).OrderBy(route => route.Value.Length).ThenBy(route => route.Key, StringComparer.Ordinal).Select(route => route.Key);
        var callers = Edges.Where(edge => edge.Callee == service).Select(edge => edge.Caller);
        return [.. routes.Concat(callers).Concat(Names).Distinct(StringComparer.Ordinal).Take(most)];
    }
}
