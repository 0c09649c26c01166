using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>The services that run an application on this machine.</summary>
internal static class RunMode
{
    /// <summary>Adds the services; called once for every AppHost that is not published.</summary>
    public static void AddServices(HostApplicationBuilder host, DistributedApplicationBuilder application, DistributedApplicationOptions options)
    {
        // The run-time half fills this in: see BORDER.md.
        _ = (host, application, options);
    }
}
