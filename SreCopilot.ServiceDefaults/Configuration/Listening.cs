using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace SreCopilot.ServiceDefaults.Configuration;

internal static class Listening
{
    /// <summary>
    /// The port comes as <c>SERVICE_PORT</c>, in a container and from the AppHost alike. In a container the service listens
    /// on all addresses, elsewhere on loopback only. Without it the usual <c>ASPNETCORE_URLS</c> / <c>HTTP_PORTS</c> apply.
    /// </summary>
    public static void ListenOnServicePort(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        if (builder.Configuration["SERVICE_PORT"] is not { Length: > 0 } port)
        {
            return;
        }

        if (!ushort.TryParse(port, out var number) || number == 0)
        {
            builder.Services.AddOptions<ListeningOptions>()
                .Validate(_ => false, $"SERVICE_PORT is '{port}'; it must be a port number from 1 to 65535.")
                .ValidateOnStart();
            return;
        }

        // The official .NET images set it.
        var host = builder.Configuration["DOTNET_RUNNING_IN_CONTAINER"] == "true" ? "*" : "127.0.0.1";
        builder.WebHost.UseUrls($"http://{host}:{number}");
    }

    /// <summary>Carries the mistake to the start-up validation, which reports it together with all others.</summary>
    private sealed class ListeningOptions;
}
