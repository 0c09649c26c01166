namespace SreCopilot.IncidentService.Peers;

/// <summary>Where the services are that this one asks.</summary>
internal sealed class PeerOptions
{
    /// <summary>Knows the projects and their members. Environment variable <c>AUTH_SERVICE_URL</c>; default <c>http://auth-service:8501</c>.</summary>
    public Uri AuthService { get; set; } = new("http://auth-service:8501");

    /// <summary>Finds hypotheses. Environment variable <c>AI_SERVICE_URL</c>; default <c>http://ai-service:8503</c>.</summary>
    public Uri AiService { get; set; } = new("http://ai-service:8503");
}
