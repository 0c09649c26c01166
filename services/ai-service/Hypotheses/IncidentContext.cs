using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Hypotheses;

/// <summary>What evidence is judged against: the service that shows the symptom, when that began, and who can have caused it.</summary>
/// <param name="Service">The service of the incident.</param>
/// <param name="Onset">When the symptom began.</param>
/// <param name="Relatedness">For services that the incident's depends on: 0 to 1. A service that is not listed hardly matters.</param>
/// <param name="MissingSources">Sources that could not be asked.</param>
internal sealed record IncidentContext(
    string Service, DateTimeOffset Onset, IReadOnlyDictionary<string, double> Relatedness, IReadOnlyList<EvidenceKind> MissingSources)
{
    private const double PerCall = 0.9;
    private const double Unrelated = 0.3;
    private const double AboutTheSymptom = 0.7;

    /// <summary>Takes relatedness from the calls between services.</summary>
    public static IncidentContext Of(string service, DateTimeOffset onset, ServiceGraph graph, IReadOnlyList<EvidenceKind>? missing = null) =>
        new(service, onset, graph.RoutesFrom(service).ToDictionary(route => route.Key, route => Math.Pow(PerCall, route.Value.Length - 1), StringComparer.Ordinal), missing ?? []);

    /// <summary>How much evidence about one thing says about a cause in another.</summary>
    public double Connect(Evidence evidence, string subject)
    {
        var related = subject == Service ? 1 : Relatedness.GetValueOrDefault(subject, Unrelated);
        return evidence.Subject == subject ? related
            : evidence.Subject.Length == 0 || evidence.Subject == Service ? AboutTheSymptom * related
            : 0;
    }
}
