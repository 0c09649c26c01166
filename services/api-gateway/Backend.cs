namespace SreCopilot.ApiGateway;

/// <summary>A service behind the gateway.</summary>
/// <param name="Name">Its deployed name.</param>
/// <param name="Variable">The environment variable that holds its address.</param>
/// <param name="Port">Its port in the cluster.</param>
internal sealed record Backend(string Name, string Variable, int Port)
{
    public static readonly Backend Auth = new("auth-service", "AUTH_SERVICE_URL", 8501);
    public static readonly Backend Incidents = new("incident-service", "INCIDENT_SERVICE_URL", 8502);
    public static readonly Backend Ai = new("ai-service", "AI_SERVICE_URL", 8503);
    public static readonly Backend Integrations = new("integration-service", "INTEGRATION_SERVICE_URL", 8504);
    public static readonly Backend Websocket = new("websocket-service", "WEBSOCKET_SERVICE_URL", 8505);
    public static readonly Backend AuditLogs = new("audit-service", "AUDIT_SERVICE_URL", 8508);
    public static readonly Backend Metrics = new("metrics-collector-service", "METRICS_COLLECTOR_URL", 8509);
    public static readonly Backend Logs = new("log-service", "LOG_SERVICE_URL", 8510);
    public static readonly Backend Alerting = new("alerting-service", "ALERTING_SERVICE_URL", 8511);
    public static readonly Backend Synthetic = new("synthetic-service", "SYNTHETIC_SERVICE_URL", 8512);
    public static readonly Backend Security = new("security-service", "SECURITY_SERVICE_URL", 8513);
    public static readonly Backend Cloud = new("cloud-connector-service", "CLOUD_CONNECTOR_URL", 8514);
    public static readonly Backend Cicd = new("cicd-connector-service", "CICD_CONNECTOR_URL", 8515);

    public static readonly IReadOnlyList<Backend> All =
        [Auth, Incidents, Ai, Integrations, Websocket, AuditLogs, Metrics, Logs, Alerting, Synthetic, Security, Cloud, Cicd];

    /// <summary>The address when none is configured.</summary>
    public string DefaultAddress => $"http://{Name}:{Port}";
}
