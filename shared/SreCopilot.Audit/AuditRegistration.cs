using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;

namespace SreCopilot.Audit;

/// <summary>Registration of the audit log.</summary>
public static class AuditRegistration
{
    private const string AddressVariable = "AUDIT_SERVICE_URL";

    /// <summary>
    /// Adds <see cref="AuditLog"/>, the safety net around all endpoints and the sender, for a service that has <c>AddDatabase</c> and
    /// applies <c>audit-outbox-1.sql</c> as one of its migrations. The address of audit-service is <c>AUDIT_SERVICE_URL</c>.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <returns>The same builder.</returns>
    public static WebApplicationBuilder AddAudit(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddInternalTokens();
        var services = builder.Services;
        services.AddOptions<AuditOptions>()
            .BindConfiguration(AuditOptions.SectionName)
            .Configure<IConfiguration>((options, configuration) => options.Address = Parse(configuration) ?? options.Address)
            .Validate<IConfiguration>((_, configuration) => string.IsNullOrEmpty(configuration[AddressVariable]) || Parse(configuration) is not null,
                $"{AddressVariable} must be the address of a service without a path, for example http://audit-service:8508.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAuditDelivery, HttpAuditDelivery>();
        services.AddSingleton<AuditRecorder>();
        services.AddSingleton<AuditTallies>();
        services.AddSingleton<AuditSender>();
        services.AddSingleton<AuditQueue>();
        services.AddSingleton(provider => new AuditLog(
            provider.GetRequiredService<AuditRecorder>(), provider.GetRequiredService<AuditSender>(), provider.GetRequiredService<AuditTallies>()));
        // Stopped in the opposite order: what the last two write down is still sent, or waits for the next start.
        services.AddHostedService(provider => provider.GetRequiredService<AuditSender>());
        services.AddHostedService<TallyWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditQueue>());
        services.AddSingleton<IStartupFilter, Outermost>();
        return builder;
    }

    private static Uri? Parse(IConfiguration configuration) =>
        Uri.TryCreate(configuration[AddressVariable], UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { PathAndQuery: "/", UserInfo: "" }
            ? address
            : null;

    /// <summary>Around everything else, so that no answer is missed and no service has to remember it.</summary>
    private sealed class Outermost : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseMiddleware<AuditNet>();
            next(app);
        };
    }
}
