namespace SreCopilot.AlertingService.Peers;

/// <summary>Where the services are that this one asks.</summary>
internal sealed class PeerOptions
{
    /// <summary>Has metrics, errors, transactions, hosts and objectives. Environment variable <c>METRICS_COLLECTOR_URL</c>; default <c>http://metrics-collector-service:8509</c>.</summary>
    public Uri MetricsCollector { get; set; } = new("http://metrics-collector-service:8509");

    /// <summary>Has log lines. Environment variable <c>LOG_SERVICE_URL</c>; default <c>http://log-service:8510</c>.</summary>
    public Uri LogService { get; set; } = new("http://log-service:8510");

    /// <summary>Keeps the incidents. Environment variable <c>INCIDENT_SERVICE_URL</c>; default <c>http://incident-service:8502</c>.</summary>
    public Uri IncidentService { get; set; } = new("http://incident-service:8502");
}
