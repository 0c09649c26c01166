using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Correlation;

/// <summary>Puts incidents together that are connected by strong correlations. Pure.</summary>
internal static class Grouping
{
    public static IReadOnlyList<IncidentGroup> Group(IReadOnlyList<IncidentBody> incidents, IReadOnlyCollection<(string Caller, string Callee)> calls)
    {
        var sorted = incidents.OrderBy(one => one.DetectedAt).ThenBy(one => one.Id).ToList();
        var group = Enumerable.Range(0, sorted.Count).ToArray();
        var strongest = new double[sorted.Count];
        for (var late = 1; late < sorted.Count; late++)
        {
            for (var early = 0; early < late; early++)
            {
                var score = Correlations.Correlate(sorted[late], [], sorted[early], calls).CorrelationScore;
                if (score >= Correlations.SameGroup)
                {
                    var (from, to) = (Math.Max(group[late], group[early]), Math.Min(group[late], group[early]));
                    strongest[to] = Math.Max(score, Math.Max(strongest[from], strongest[to]));
                    for (var place = 0; place < group.Length; place++)
                    {
                        group[place] = group[place] == from ? to : group[place];
                    }
                }
            }
        }

        return
        [
            .. sorted.Select((incident, place) => (incident, group: group[place])).GroupBy(one => one.group, one => one.incident).Where(members => members.Count() > 1)
                .Select(members => Describe([.. members], strongest[members.Key], calls)),
        ];
    }

    private static IncidentGroup Describe(List<IncidentBody> members, double score, IReadOnlyCollection<(string Caller, string Callee)> calls)
    {
        // Whom the others call and who calls none of them: faults travel from the called to the callers.
        var services = members.Select(member => member.ServiceName).Distinct(StringComparer.Ordinal).ToList();
        var deepest = services.Where(service => services.All(other => other == service || !calls.Contains((service, other)))).ToList();
        var first = members.FirstOrDefault(member => deepest.Contains(member.ServiceName)) ?? members[0];
        return new(
            members[0].Id, [.. members.Select(one => new GroupedIncident(one.Id, one.Title, one.ServiceName, one.Severity, one.State, one.DetectedAt))],
            services.Count == 1 ? $"All are of {first.ServiceName}: start with the oldest." : $"Look at {first.ServiceName} first: it calls none of the others.", score);
    }
}
