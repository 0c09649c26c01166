using SreCopilot.ServiceDefaults.Validation;

namespace SreCopilot.AiService.Correlation;

/// <summary>An incident, and what was noticed.</summary>
/// <param name="IncidentId">The incident; it need not be known yet.</param>
/// <param name="ServiceName">1 to 255 characters.</param>
/// <param name="Severity">critical, high, medium or low.</param>
/// <param name="DetectedAt">ISO 8601.</param>
/// <param name="Symptoms">At most 20 texts of at most 200 characters.</param>
internal sealed record CorrelateRequest(string? IncidentId, string? ServiceName, string? Severity, string? DetectedAt, IReadOnlyList<string?>? Symptoms)
{
    public DateTimeOffset? Detected => DateTimeOffset.TryParse(
        DetectedAt, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    public IEnumerable<string> FindMistakes()
    {
        if (!Guid.TryParse(IncidentId, out _))
        {
            yield return "incident_id: must be a UUID";
        }

        if (!Text.IsName(ServiceName))
        {
            yield return "service_name: is required, with at most 255 characters";
        }

        if (!Text.IsName(Severity, 50))
        {
            yield return "severity: is required";
        }

        if (Detected is null)
        {
            yield return "detected_at: must be a date and time of ISO 8601, for example 2026-03-01T10:20:30Z";
        }

        if (Symptoms is { } symptoms && (symptoms.Count > 20 || !symptoms.All(symptom => Text.IsLine(symptom, 200))))
        {
            yield return "symptoms: at most 20 texts of at most 200 characters";
        }
    }
}

/// <summary>Incidents that may have the same cause.</summary>
internal sealed record CorrelateResponse(IReadOnlyList<CorrelatedIncident> CorrelatedIncidents, string RootCauseSuggestion);

/// <summary>An alert to find incidents for.</summary>
internal sealed record AlertQuestion(string? Title, IReadOnlyDictionary<string, string?>? Labels, string? State);

/// <summary>An incident that may belong to an alert.</summary>
internal sealed record IncidentQuestion(string? Id, string? Title, string? ServiceName, string? State);

/// <summary>Alerts and incidents, at most 100 of each.</summary>
internal sealed record AlertIncidentRequest(IReadOnlyList<AlertQuestion?>? Alerts, IReadOnlyList<IncidentQuestion?>? Incidents)
{
    public const int Most = 100;

    public IEnumerable<string> FindMistakes()
    {
        if (Alerts is null || Alerts.Count > Most || Alerts.Any(alert => alert is null || !Text.IsLine(alert.Title, 500) || alert.Labels is { Count: > 100 }))
        {
            yield return $"alerts: is required, at most {Most}, each with a title";
        }

        if (Incidents is null || Incidents.Count > Most || Incidents.Any(incident => incident is null || !Text.IsLine(incident.Id, 100) || !Text.IsLine(incident.Title, 500)))
        {
            yield return $"incidents: is required, at most {Most}, each with id and title";
        }
    }
}

/// <summary>The incidents of one alert.</summary>
internal sealed record AlertCorrelation(string AlertTitle, string AlertState, IReadOnlyList<MatchedIncident> MatchedIncidents, bool HasMatch);

/// <summary>One of them, and why.</summary>
internal sealed record MatchedIncident(string IncidentId, string IncidentTitle, double CorrelationScore, IReadOnlyList<string> Reasons);

/// <summary>One line per alert.</summary>
internal sealed record AlertIncidentResponse(IReadOnlyList<AlertCorrelation> Correlations, int TotalAlerts);

/// <summary>Unresolved incidents that belong together.</summary>
/// <param name="Id">Of the oldest.</param>
/// <param name="Incidents">The oldest first.</param>
/// <param name="RootCauseSuggestion">Where to look first.</param>
/// <param name="Score">The strongest correlation in the group.</param>
internal sealed record IncidentGroup(Guid Id, IReadOnlyList<GroupedIncident> Incidents, string RootCauseSuggestion, double Score);

/// <summary>An incident of a group.</summary>
internal sealed record GroupedIncident(Guid Id, string Title, string ServiceName, string Severity, string State, DateTimeOffset DetectedAt);

/// <summary>All groups.</summary>
internal sealed record GroupsResponse(IReadOnlyList<IncidentGroup> Groups, int Count);
