namespace SreCopilot.AuthService.Monitoring;

/// <summary>Settings of monitoring integrations.</summary>
internal sealed class MonitoringOptions
{
    /// <summary>The address at which alert senders reach the platform; shown in webhook URLs. Environment variable <c>PUBLIC_URL</c>.
    /// Default none: the address at which whoever looks at the integration reached it.</summary>
    public string? PublicUrl { get; set; }
}
