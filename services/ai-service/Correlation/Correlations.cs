using SreCopilot.AiService.Collection;
using SreCopilot.AiService.Peers;

namespace SreCopilot.AiService.Correlation;

/// <summary>Another incident that may have the same cause.</summary>
/// <param name="IncidentId">It.</param>
/// <param name="ServiceName">Its service.</param>
/// <param name="CorrelationScore">0 to 1.</param>
/// <param name="CorrelationType">The reasons, joined by plus signs: time_proximity, same_service, dependency, matching_symptoms.</param>
/// <param name="Description">In a sentence.</param>
internal sealed record CorrelatedIncident(Guid IncidentId, string ServiceName, double CorrelationScore, string CorrelationType, string Description);

/// <summary>What two incidents have in common, as in the contract; and that one service calls the other. Pure.</summary>
internal static class Correlations
{
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(30);

    public const double SameGroup = 0.5;

    public static CorrelatedIncident Correlate(
        IncidentBody incident, IReadOnlyList<string> symptoms, IncidentBody other, IReadOnlyCollection<(string Caller, string Callee)> calls)
    {
        var (score, reasons) = (0.0, new List<string>());
        if ((other.DetectedAt - incident.DetectedAt).Duration() is var apart && apart <= Near)
        {
            score += 0.4 * (1 - (0.5 * (apart / Near)));
            reasons.Add("time_proximity");
        }

        if (string.Equals(incident.ServiceName, other.ServiceName, StringComparison.OrdinalIgnoreCase))
        {
            score += 0.4;
            reasons.Add("same_service");
        }
        else if (calls.Contains((incident.ServiceName, other.ServiceName)) || calls.Contains((other.ServiceName, incident.ServiceName)))
        {
            score += 0.3;
            reasons.Add("dependency");
        }

        var text = $"{other.Title} {other.Description}";
        if (symptoms.Count(symptom => symptom.Length > 2 && Phrases.FindName(text, [symptom]).Length > 0) is > 0 and var matching)
        {
            score += Math.Min(0.5, 0.2 * matching);
            reasons.Add("matching_symptoms");
        }

        return new(
            other.Id, other.ServiceName, Math.Round(Math.Min(1, score), 4), string.Join('+', reasons),
            $"{Words.Cut(other.Title, 150)} ({other.ServiceName}): {string.Join(", ", reasons.Select(reason => reason.Replace('_', ' ')))}");
    }
}
