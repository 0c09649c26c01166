using Microsoft.Extensions.Options;
using SreCopilot.Peers;

namespace SreCopilot.IncidentService.Peers;

internal static class PeerRegistration
{
    public static void AddPeers(this WebApplicationBuilder builder)
    {
        var setup = new PeerOptionsSetup(builder.Configuration);
        builder.Services.AddSingleton<IConfigureOptions<PeerOptions>>(setup);
        builder.Services.AddSingleton<IValidateOptions<PeerOptions>>(setup);
        builder.Services.AddOptions<PeerOptions>().ValidateOnStart();
        builder.Services.AddSingleton<PeerClient>();
        builder.Services.AddSingleton<ProjectDirectory>();
    }

    private sealed class PeerOptionsSetup(IConfiguration configuration) : IConfigureOptions<PeerOptions>, IValidateOptions<PeerOptions>
    {
        public void Configure(PeerOptions options)
        {
            options.AuthService = PeerAddress.Read(configuration, "AUTH_SERVICE_URL") ?? options.AuthService;
            options.AiService = PeerAddress.Read(configuration, "AI_SERVICE_URL") ?? options.AiService;
        }

        public ValidateOptionsResult Validate(string? name, PeerOptions options) =>
            PeerAddress.FindMistakes(configuration, "AUTH_SERVICE_URL", "AI_SERVICE_URL") is { Count: > 0 } mistakes
                ? ValidateOptionsResult.Fail(mistakes)
                : ValidateOptionsResult.Success;
    }
}
