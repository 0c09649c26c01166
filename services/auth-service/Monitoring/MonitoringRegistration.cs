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
                options.IntegrationServiceUrl = configuration["INTEGRATION_SERVICE_URL"] is { Length: > 0 } url ? url : options.IntegrationServiceUrl)
            .Validate(options => IntegrationRules.ParseUrl(options.IntegrationServiceUrl) is not null, "INTEGRATION_SERVICE_URL must be an http or https URL.")
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
        routes.MapAlertList();
        routes.MapGrafanaCredentials();
    }
}
