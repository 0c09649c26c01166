namespace SreCopilot.AuthService.Monitoring;

/// <summary>Settings of monitoring integrations.</summary>
internal sealed class MonitoringOptions
{
    /// <summary>The address at which alert senders reach integration-service; shown in webhook URLs. Environment variable
    /// <c>INTEGRATION_SERVICE_URL</c>. Default <c>http://integration-service:8504</c>.</summary>
    public string IntegrationServiceUrl { get; set; } = "http://integration-service:8504";
}
