using System.Net;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>The small gRPC server inside the AppHost that the dashboard reads from, on loopback only.</summary>
internal sealed class ResourceServiceHost(
    DashboardSettings settings,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    ResourceCommandService commands,
    IHostEnvironment environment,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggerFactory) : IHostedService, IAsyncDisposable
{
    private const string ApiKeyHeader = "x-resource-service-api-key";
    private WebApplication? _server;

    /// <summary>Known once the host has started.</summary>
    public Uri Address => _server?.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
        ? new Uri(address)
        : throw new InvalidOperationException("The resource service has not been started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        settings.Validate();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment.EnvironmentName });
        // None of the AppHost's own settings (ASPNETCORE_URLS is the dashboard's) are meant for this server.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error); // it warns that it ignores ASPNETCORE_URLS, as it should
        builder.Logging.AddProvider(new ForwardingLoggerProvider(loggerFactory));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(Listen);
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(notifications);
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton(commands);
        builder.Services.AddSingleton(new AppHostInformation(configuration["AppHost:DashboardApplicationName"]!, lifetime.ApplicationStopping));

        _server = builder.Build();
        _server.Use(RequireApiKey);
        _server.MapGrpcService<DashboardServiceImplementation>();
        await _server.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
        {
            await _server.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        var address = settings.ResourceServiceUrl is { } url
            ? new Uri(url)
            : new Uri(settings.AllowUnsecuredTransport ? "http://localhost:0" : "https://localhost:0");
        void Configure(ListenOptions options)
        {
            options.Protocols = HttpProtocols.Http2;
            if (address.Scheme == "https")
            {
                options.UseHttps();
            }
        }

        if (address.Port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0, Configure); // "localhost" has two addresses and cannot share a free port
        }
        else
        {
            kestrel.ListenLocalhost(address.Port, Configure);
        }
    }

    private Task RequireApiKey(HttpContext context, RequestDelegate next)
    {
        if (settings.ResourceServiceApiKey is { } key
            && !CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Headers[ApiKeyHeader].ToString())),
                SHA256.HashData(Encoding.UTF8.GetBytes(key))))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized; // gRPC clients see UNAUTHENTICATED
            return Task.CompletedTask;
        }

        return next(context);
    }
}

/// <summary>What the gRPC service tells of the AppHost, and when it has to hang up.</summary>
internal sealed record AppHostInformation(string Name, CancellationToken Stopping);
