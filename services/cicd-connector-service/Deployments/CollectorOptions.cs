using Microsoft.Extensions.Options;
using SreCopilot.Peers;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>Where the owner of deployments is.</summary>
internal sealed class CollectorOptions
{
    /// <summary>Environment variable <c>METRICS_COLLECTOR_URL</c>; default <c>http://metrics-collector-service:8509</c>.</summary>
    public Uri Url { get; set; } = new("http://metrics-collector-service:8509");
}

internal sealed class CollectorOptionsSetup(IConfiguration configuration) : IConfigureOptions<CollectorOptions>, IValidateOptions<CollectorOptions>
{
    private const string Variable = "METRICS_COLLECTOR_URL";

    public void Configure(CollectorOptions options) => options.Url = PeerAddress.Read(configuration, Variable) ?? options.Url;

    public ValidateOptionsResult Validate(string? name, CollectorOptions options) =>
        PeerAddress.FindMistakes(configuration, Variable) is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
}
