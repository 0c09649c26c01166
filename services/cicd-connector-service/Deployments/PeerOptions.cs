using Microsoft.Extensions.Options;
using SreCopilot.Peers;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>Who is told of deployments.</summary>
internal sealed class PeerOptions
{
    /// <summary>Owns them. Environment variable <c>METRICS_COLLECTOR_URL</c>; default <c>http://metrics-collector-service:8509</c>.</summary>
    public Uri Collector { get; set; } = new("http://metrics-collector-service:8509");

    /// <summary>Shows them in the stories of incidents. Environment variable <c>INCIDENT_SERVICE_URL</c>; default <c>http://incident-service:8502</c>.</summary>
    public Uri Incidents { get; set; } = new("http://incident-service:8502");
}

internal sealed class PeerOptionsSetup(IConfiguration configuration) : IConfigureOptions<PeerOptions>, IValidateOptions<PeerOptions>
{
    private const string Collector = "METRICS_COLLECTOR_URL";
    private const string Incidents = "INCIDENT_SERVICE_URL";

    public void Configure(PeerOptions options)
    {
        options.Collector = PeerAddress.Read(configuration, Collector) ?? options.Collector;
        options.Incidents = PeerAddress.Read(configuration, Incidents) ?? options.Incidents;
    }

    public ValidateOptionsResult Validate(string? name, PeerOptions options) =>
        PeerAddress.FindMistakes(configuration, Collector, Incidents) is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
}
