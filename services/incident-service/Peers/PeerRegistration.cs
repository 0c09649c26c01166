using Microsoft.Extensions.Options;

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
        private static readonly string[] Variables = ["AUTH_SERVICE_URL", "AI_SERVICE_URL"];

        public void Configure(PeerOptions options)
        {
            options.AuthService = Parse("AUTH_SERVICE_URL") ?? options.AuthService;
            options.AiService = Parse("AI_SERVICE_URL") ?? options.AiService;
        }

        public ValidateOptionsResult Validate(string? name, PeerOptions options)
        {
            var mistakes = Variables
                .Where(variable => configuration[variable] is { Length: > 0 } && Parse(variable) is null)
                .Select(variable => $"{variable} must be the address of a service without a path, for example http://ai-service:8503.")
                .ToList();
            return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
        }

        private Uri? Parse(string variable) =>
            Uri.TryCreate(configuration[variable], UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address is { PathAndQuery: "/", UserInfo: "" }
                ? address
                : null;
    }
}
