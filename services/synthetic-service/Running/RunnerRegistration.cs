using Microsoft.Extensions.Options;

namespace SreCopilot.SyntheticService.Running;

internal static class RunnerRegistration
{
    public static void AddRunner(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RunnerOptions>().BindConfiguration(RunnerOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RunnerOptions>, RunnerOptionsValidator>();
        builder.Services.AddSingleton<MonitorAlerts>();
        builder.Services.AddSingleton<RefusedChecks>();
        builder.Services.AddSingleton<Leases>();
        builder.Services.AddHostedService<Runner>();
    }
}
