using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.ApiGateway.Revocations;

internal static class RevocationRegistration
{
    public static void AddRevocations(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RevocationOptions>().BindConfiguration(RevocationOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RevocationOptions>, RevocationOptionsValidator>();
        builder.Services.AddSingleton<RevocationList>();
        builder.Services.AddSingleton<RevocationPoller>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RevocationPoller>());
        builder.Services.AddHealthChecks().AddCheck<RevocationHealthCheck>("revocations", tags: [HealthEndpoints.ReadyTag]);
    }
}

/// <summary>Checks the ranges; generated, because data annotations alone would need reflection.</summary>
[OptionsValidator]
internal sealed partial class RevocationOptionsValidator : IValidateOptions<RevocationOptions>;

/// <summary>Ready means: the list of revocations has been read.</summary>
internal sealed class RevocationHealthCheck(RevocationPoller poller) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(poller.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The list of revocations has not been read yet."));
}
