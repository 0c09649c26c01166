namespace SreCopilot.AiService.Correlation;

/// <summary>Which incidents belong to an alert, as in the contract. Pure.</summary>
internal static class AlertMatching
{
    private const double Least = 0.2;
    private const int Most = 3;

    public static AlertCorrelation Match(AlertQuestion alert, IReadOnlyList<IncidentQuestion?> incidents)
    {
        var matched = incidents.Select(incident => Match(alert, incident!)).Where(one => one.CorrelationScore > Least)
            .OrderByDescending(one => one.CorrelationScore).ThenBy(one => one.IncidentId, StringComparer.Ordinal).Take(Most).ToList();
        return new(alert.Title!, alert.State ?? "", matched, matched.Count > 0);
    }

    private static MatchedIncident Match(AlertQuestion alert, IncidentQuestion incident)
    {
        var (score, reasons) = (0.0, new List<string>());
        var labels = alert.Labels ?? new Dictionary<string, string?>();
        if (Label("service") is { } service && Contains(incident.ServiceName, service))
        {
            score += 0.5;
            reasons.Add("same_service");
        }

        if (labels.Values.Append(alert.Title).Any(value => value is { Length: > 0 } text && Contains(incident.Title, text)))
        {
            score += 0.3;
            reasons.Add("title_match");
        }

        if (alert.State is "alerting" or "firing" && incident.State is "detected" or "investigating")
        {
            score += 0.2;
            reasons.Add("active_both");
        }

        return new(incident.Id!, incident.Title!, Math.Round(score, 2), reasons);

        string? Label(string name) => labels.GetValueOrDefault(name) is { Length: > 0 } value ? value : labels.GetValueOrDefault("job") is { Length: > 0 } job ? job : null;
    }

    private static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) ?? false;
}
