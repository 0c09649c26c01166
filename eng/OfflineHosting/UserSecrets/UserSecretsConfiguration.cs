using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.UserSecrets;

/// <summary>
/// Reads the AppHost's user secrets. The host reads those of the program, which is another assembly when the AppHost
/// is started by a test.
/// </summary>
internal static class UserSecretsConfiguration
{
    public static void Add(HostApplicationBuilder host, Assembly? appHost)
    {
        if (host.Environment.IsDevelopment() && UserSecretsStore.IdOf(appHost) is { } id && appHost != Assembly.GetEntryAssembly())
        {
            host.Configuration.AddUserSecrets(id);
        }
    }
}
