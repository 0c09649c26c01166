using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SreCopilot.Redis;
using SreCopilot.ReverseProxy;
using SreCopilot.Revocations;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.LogService.Tail;

/// <summary>Where auth-service is, which knows whose access ended.</summary>
internal sealed class TailPeers
{
    /// <summary>Environment variable <c>AUTH_SERVICE_URL</c>; default <c>http://auth-service:8501</c>.</summary>
    public Uri? AuthService { get; set; }

    public string? Mistake { get; set; }
}

internal static class TailRegistration
{
    public static void AddTails(this WebApplicationBuilder builder)
    {
        builder.AddRedis();
        builder.Services.AddOptions<TailPeers>()
            .Configure<IConfiguration>((peers, configuration) =>
            {
                peers.AuthService = ServiceAddress.TryRead(configuration, "AUTH_SERVICE_URL", "http://auth-service:8501", out var address, out var mistake) ? address : null;
                peers.Mistake = mistake;
            })
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TailPeers>, TailPeersValidator>();
        builder.AddRevocations(services => services.GetRequiredService<IOptions<TailPeers>>().Value.AuthService!);
        builder.Services.AddSingleton<TailJson>();
        builder.Services.AddSingleton<TailPublisher>();
        builder.Services.AddSingleton<TailHub>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TailPublisher>());
        builder.Services.AddHostedService(services => services.GetRequiredService<TailHub>());
        // Lines are stored and found without Redis and without auth-service; only live tails need them.
        builder.Services.PostConfigure<HealthCheckServiceOptions>(health =>
        {
            foreach (var check in health.Registrations.Where(check => check.Name is "redis" or "revocations"))
            {
                check.Tags.Remove(HealthEndpoints.ReadyTag);
            }
        });
    }

    private sealed class TailPeersValidator : IValidateOptions<TailPeers>
    {
        public ValidateOptionsResult Validate(string? name, TailPeers options) =>
            options.AuthService is null ? ValidateOptionsResult.Fail(options.Mistake!) : ValidateOptionsResult.Success;
    }
}
