using Microsoft.Extensions.Options;
using SreCopilot.ApiGateway.Settings.Probes;

namespace SreCopilot.ApiGateway.Settings;

internal static class SettingsRegistration
{
    public static void AddConnections(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProbeOptions>().BindConfiguration(ProbeOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProbeOptions>, ProbeOptionsValidator>();
        builder.Services.AddSingleton<ConnectionStore>();
        builder.Services.AddSingleton<HttpProbe>();
        builder.Services.AddSingleton<PostgresProbe>();
        builder.Services.AddSingleton<RedisProbe>();
        builder.Services.AddSingleton<SmtpProbe>();
        builder.Services.AddSingleton<ConnectionProbe>();
    }
}
