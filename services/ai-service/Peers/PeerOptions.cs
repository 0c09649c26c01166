namespace SreCopilot.AiService.Peers;

/// <summary>Where the services are that evidence comes from.</summary>
internal sealed class PeerOptions
{
    /// <summary>Knows the incidents. Environment variable <c>INCIDENT_SERVICE_URL</c>; default <c>http://incident-service:8502</c>.</summary>
    public Uri Incidents { get; set; } = new("http://incident-service:8502");

    /// <summary>Services, traces, errors, hosts, deployments, metrics. <c>METRICS_COLLECTOR_URL</c>; default <c>http://metrics-collector-service:8509</c>.</summary>
    public Uri Metrics { get; set; } = new("http://metrics-collector-service:8509");

    /// <summary>Log lines and their patterns. <c>LOG_SERVICE_URL</c>; default <c>http://log-service:8510</c>.</summary>
    public Uri Logs { get; set; } = new("http://log-service:8510");

    /// <summary>Alerts of monitoring systems. <c>INTEGRATION_SERVICE_URL</c>; default <c>http://integration-service:8504</c>.</summary>
    public Uri Integrations { get; set; } = new("http://integration-service:8504");

    /// <summary>Alerts of the platform's own conditions. <c>ALERTING_SERVICE_URL</c>; default <c>http://alerting-service:8511</c>.</summary>
    public Uri Alerting { get; set; } = new("http://alerting-service:8511");
}
