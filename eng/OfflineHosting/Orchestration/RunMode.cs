using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>What the host needs to run the model (in contrast to publishing it).</summary>
internal static class RunMode
{
    public static void AddServices(HostApplicationBuilder host, DistributedApplicationBuilder application, DistributedApplicationOptions options)
    {
        var services = host.Services;
        services.AddSingleton(new AppHostLocation(application.AppHostDirectory));
        services.AddSingleton<DashboardSettings>();
        services.AddSingleton<RunEnvironment>();
        services.AddSingleton<HealthMonitor>();

        // Hosted services start in this order and stop in the opposite one.
        if (!options.DisableDashboard)
        {
            services.AddSingleton<ResourceServiceHost>();
            services.AddHostedService(provider => provider.GetRequiredService<ResourceServiceHost>());
            services.TryAddEventingSubscriber<DashboardSetup>();
            services.AddSingleton<DashboardHealthCheck>();
            services.AddHealthChecks().Add(new HealthCheckRegistration(
                DashboardResource.HealthCheck, provider => provider.GetRequiredService<DashboardHealthCheck>(), failureStatus: null, tags: null));
        }

        services.AddEventingSubscriber<Preflight>(); // after the one that adds the dashboard
        services.AddSingleton<ApplicationOrchestrator>();
        services.AddHostedService(provider => provider.GetRequiredService<ApplicationOrchestrator>());
    }
}

/// <summary>The folder of the AppHost's project.</summary>
internal sealed record AppHostLocation(string Directory)
{
    /// <summary>Where to begin to look upwards for what setup has installed.</summary>
    public IReadOnlyList<string> ToolSearchFolders => [Directory, AppContext.BaseDirectory];
}
