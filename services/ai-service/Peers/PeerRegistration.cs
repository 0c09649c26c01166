using Microsoft.Extensions.Options;
using SreCopilot.Peers;

namespace SreCopilot.AiService.Peers;

internal static class PeerRegistration
{
    public static void AddPeers(this WebApplicationBuilder builder)
    {
        var setup = new PeerOptionsSetup(builder.Configuration);
        builder.Services.AddSingleton<IConfigureOptions<PeerOptions>>(setup);
        builder.Services.AddSingleton<IValidateOptions<PeerOptions>>(setup);
        builder.Services.AddOptions<PeerOptions>().ValidateOnStart();
        builder.Services.AddSingleton<PeerClient>();
        builder.Services.AddSingleton<ProjectPeers>();
    }

    private sealed class PeerOptionsSetup(IConfiguration configuration) : IConfigureOptions<PeerOptions>, IValidateOptions<PeerOptions>
    {
        private const string Incidents = "INCIDENT_SERVICE_URL";
        private const string Metrics = "METRICS_COLLECTOR_URL";
        private const string Logs = "LOG_SERVICE_URL";
        private const string Integrations = "INTEGRATION_SERVICE_URL";
        private const string Alerting = "ALERTING_SERVICE_URL";

        public void Configure(PeerOptions options)
        {
            options.Incidents = PeerAddress.Read(configuration, Incidents) ?? options.Incidents;
            options.Metrics = PeerAddress.Read(configuration, Metrics) ?? options.Metrics;
            options.Logs = PeerAddress.Read(configuration, Logs) ?? options.Logs;
            options.Integrations = PeerAddress.Read(configuration, Integrations) ?? options.Integrations;
            options.Alerting = PeerAddress.Read(configuration, Alerting) ?? options.Alerting;
        }

        public ValidateOptionsResult Validate(string? name, PeerOptions options) =>
            PeerAddress.FindMistakes(configuration, Incidents, Metrics, Logs, Integrations, Alerting) is { Count: > 0 } mistakes
                ? ValidateOptionsResult.Fail(mistakes)
                : ValidateOptionsResult.Success;
    }
}
