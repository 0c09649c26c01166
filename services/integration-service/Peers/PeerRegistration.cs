using Microsoft.Extensions.Options;
using SreCopilot.Peers;

namespace SreCopilot.IntegrationService.Peers;

internal static class PeerRegistration
{
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
            options.AuthService = PeerAddress.Read(configuration, "AUTH_SERVICE_URL") ?? options.AuthService;
            options.IncidentService = PeerAddress.Read(configuration, "INCIDENT_SERVICE_URL") ?? options.IncidentService;
        }

        public ValidateOptionsResult Validate(string? name, PeerOptions options) =>
            PeerAddress.FindMistakes(configuration, "AUTH_SERVICE_URL", "INCIDENT_SERVICE_URL") is { Count: > 0 } mistakes
                ? ValidateOptionsResult.Fail(mistakes)
                : ValidateOptionsResult.Success;
    }
}
