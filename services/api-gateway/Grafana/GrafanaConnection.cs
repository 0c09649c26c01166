namespace SreCopilot.ApiGateway.Grafana;

/// <summary>A project's Grafana, as auth-service's <c>GET /internal/monitoring/grafana</c> tells it.</summary>
/// <param name="Id">The integration.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Username">For basic authentication.</param>
/// <param name="Password">For basic authentication.</param>
/// <param name="ApiKey">Used when there is one.</param>
internal sealed record GrafanaConnection(Guid Id, string Name, string Url, string? Username, string? Password, string? ApiKey)
{
    /// <summary>Never written to a log.</summary>
    public override string ToString() => $"Grafana {Id}";
}
