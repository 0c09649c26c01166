using Microsoft.Extensions.Options;
using SreCopilot.Peers;

namespace SreCopilot.AlertingService.Peers;

internal static class PeerRegistration
{
    private static readonly string[] Variables = ["METRICS_COLLECTOR_URL", "LOG_SERVICE_URL", "INCIDENT_SERVICE_URL"];

    public static void AddPeers(this WebApplicationBuilder builder)
    {
        var setup = new PeerOptionsSetup(builder.Configuration);
        builder.Services.AddSingleton<IConfigureOptions<PeerOptions>>(setup);
        builder.Services.AddSingleton<IValidateOptions<PeerOptions>>(setup);
        builder.Services.AddOptions<PeerOptions>().ValidateOnStart();
        builder.Services.AddSingleton<PeerClient>();
    }

    private sealed class PeerOptionsSetup(IConfiguration configuration) : IConfigureOptions<PeerOptions>, IValidateOptions<PeerOptions>
    {
        public void Configure(PeerOptions options)
        {
            options.MetricsCollector = PeerAddress.Read(configuration, "METRICS_COLLECTOR_URL") ?? options.MetricsCollector;
            options.LogService = PeerAddress.Read(configuration, "LOG_SERVICE_URL") ?? options.LogService;
            options.IncidentService = PeerAddress.Read(configuration, "INCIDENT_SERVICE_URL") ?? options.IncidentService;
        }

        public ValidateOptionsResult Validate(string? name, PeerOptions options) =>
            PeerAddress.FindMistakes(configuration, Variables) is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }
}
