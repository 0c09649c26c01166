using SreCopilot.OutboundHttp;
using SreCopilot.Secrets;

namespace SreCopilot.AuthService.Monitoring;

internal static class MonitoringRegistration
{
    public static void AddMonitoring(this WebApplicationBuilder builder)
    {
        builder.AddSecretProtection();
        builder.AddOutboundHttp();
        builder.Services.AddOptions<MonitoringOptions>()
            .Configure<IConfiguration>((options, configuration) =>
                options.PublicUrl = configuration["PUBLIC_URL"] is { Length: > 0 } url ? url : options.PublicUrl)
            .Validate(options => options.PublicUrl is null || IntegrationRules.ParseUrl(options.PublicUrl) is not null, "PUBLIC_URL must be an http or https URL.")
            .ValidateOnStart();
        builder.Services.AddSingleton<IntegrationSecrets>();
        builder.Services.AddSingleton<IntegrationView>();
        builder.Services.AddSingleton<ConnectionProbe>();
    }

    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        routes.MapIntegrationList();
        routes.MapIntegrationCreation();
        routes.MapIntegrationChanges();
        routes.MapConnectionTests();
        routes.MapSecretRotation();
        routes.MapGrafanaCredentials();
        routes.MapWebhook();
    }
}
