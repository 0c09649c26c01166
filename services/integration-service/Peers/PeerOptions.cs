namespace SreCopilot.IntegrationService.Peers;

/// <summary>Where the services are that this one asks.</summary>
internal sealed class PeerOptions
{
    /// <summary>Knows the integrations, their secrets, and who is a member. Environment variable <c>AUTH_SERVICE_URL</c>; default <c>http://auth-service:8501</c>.</summary>
    public Uri AuthService { get; set; } = new("http://auth-service:8501");

    /// <summary>Keeps the incidents. Environment variable <c>INCIDENT_SERVICE_URL</c>; default <c>http://incident-service:8502</c>.</summary>
    public Uri IncidentService { get; set; } = new("http://incident-service:8502");
}
