using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults.Health;

namespace SreCopilot.Revocations;

/// <summary>Registration of <see cref="RevocationList"/>.</summary>
public static class RevocationRegistration
{
    /// <summary>Adds <see cref="RevocationList"/> and keeps it up to date. The service is ready when it has been read once.</summary>
    /// <param name="builder">The service's builder; it has <c>AddInternalTokens</c> or <c>AddCallerIdentity</c>.</param>
    /// <param name="authService">Where auth-service is.</param>
    public static void AddRevocations(this WebApplicationBuilder builder, Func<IServiceProvider, Uri> authService)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<RevocationOptions>().BindConfiguration(RevocationOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RevocationOptions>, RevocationOptionsValidator>();
        builder.Services.AddSingleton<RevocationList>();
        builder.Services.AddSingleton(services => new RevocationSource(
            authService(services), services.GetRequiredService<InternalTokens>(), services.GetRequiredService<TimeProvider>()));
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
