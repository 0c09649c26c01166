using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>What is different when a test runs an application: several may run at once, on any machine.</summary>
internal static class TestingDefaults
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["DcpPublisher:RandomizePorts"] = "true",
        // Port 0: any free one.
        ["ASPNETCORE_URLS"] = "http://localhost:0",
        ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = "http://localhost:0",
    };

    public static void Apply(DistributedApplicationOptions options, HostApplicationBuilderSettings settings, Assembly? appHost = null)
    {
        options.DisableDashboard = true;
        options.AllowUnsecuredTransport = true;
        settings.EnvironmentName ??= Environments.Development;
        (settings.Configuration ??= new ConfigurationManager()).AddInMemoryCollection(Settings);
        if (appHost is not null)
        {
            options.AssemblyName = appHost.GetName().Name;
            settings.ApplicationName = appHost.GetName().Name;
            settings.ContentRootPath ??= options.ProjectDirectory; // where the AppHost's appsettings.json is
        }
    }
}
