using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace SreCopilot.EndToEnd.Tests;

/// <summary>One run of the AppHost with data in a given folder.</summary>
public sealed class RunningPlatform : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(4);

    private readonly DistributedApplication _app;

    private RunningPlatform(DistributedApplication app, DashboardTelemetry telemetry)
    {
        _app = app;
        Telemetry = telemetry;
    }

    /// <summary>The 14 backend services, by deployed name.</summary>
    public static IReadOnlyList<string> Services { get; } =
    [
        "ai-service", "alerting-service", "api-gateway", "audit-service", "auth-service", "cicd-connector-service",
        "cloud-connector-service", "incident-service", "integration-service", "log-service", "metrics-collector-service",
        "security-service", "synthetic-service", "websocket-service",
    ];

    /// <summary>Signs access tokens; known here, so that a test can make tokens that are wrong in one way only.</summary>
    public static string AccessTokenKey { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    public DashboardTelemetry Telemetry { get; }

    /// <summary>The organisations that tests made, by the address of their administrator.</summary>
    public ConcurrentBag<string> Organisations { get; } = [];

    public DistributedApplicationModel Model => _app.Services.GetRequiredService<DistributedApplicationModel>();

    public ResourceNotificationService Notifications => _app.ResourceNotifications;

    public ResourceLoggerService ConsoleLogs => _app.Services.GetRequiredService<ResourceLoggerService>();

    public ResourceCommandService Commands => _app.ResourceCommands;

    /// <param name="dataDirectory">Where PostgreSQL and Redis keep their data.</param>
    /// <param name="edgeReplicas">Instances each of api-gateway and auth-service.</param>
    /// <param name="selfMonitoringKey">An API key of the project into which the platform sends its own telemetry.</param>
    public static async Task<RunningPlatform> StartAsync(string dataDirectory, int edgeReplicas = 1, string selfMonitoringKey = "")
    {
        var telemetryKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var dashboard = $"http://localhost:{TestPort.Free()}";
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SreCopilot_AppHost>(
            [
                $"DataDirectory={dataDirectory}",
                $"ASPNETCORE_URLS={dashboard}",
                $"ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:{TestPort.Free()}",
                $"ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=http://localhost:{TestPort.Free()}",
                "ASPIRE_ALLOW_UNSECURED_TRANSPORT=true",
                "ASPIRE_DASHBOARD_API_ENABLED=true",
                $"AppHost:DashboardApiKey={telemetryKey}",
                $"Parameters:jwt-secret-key={AccessTokenKey}",
                $"SelfMonitoring:ApiKey={selfMonitoringKey}",
            ],
            (options, _) => options.DisableDashboard = false);

        // All tests come from one address: what would be an attack from outside is their daily work.
        builder.CreateResourceBuilder<ProjectResource>("api-gateway").WithReplicas(edgeReplicas)
            .WithEnvironment("RateLimits__LoginPerMinute", "10000").WithEnvironment("RateLimits__GeneralPerMinute", "10000").WithEnvironment("RateLimits__AiPerMinute", "10000");
        builder.CreateResourceBuilder<ProjectResource>("auth-service").WithReplicas(edgeReplicas)
            .WithEnvironment("Throttling__RegistrationPerAddress__Burst", "1000").WithEnvironment("Throttling__LoginPerAddress__Burst", "1000");

        // A busy machine is slow, and what is late would be missing.
        builder.CreateResourceBuilder<ProjectResource>("ai-service").WithEnvironment("Collection__AnswerSeconds", "30").WithEnvironment("Collection__TotalSeconds", "50");
        builder.CreateResourceBuilder<ProjectResource>("integration-service").WithEnvironment("Webhooks__HoldSeconds", "2");
        builder.CreateResourceBuilder<ProjectResource>("alerting-service")
            .WithEnvironment("Evaluation__IntervalSeconds", "2").WithEnvironment("OutboundHttp__TrustedCertificates", TestCertificates.AuthorityFile);

        var app = await builder.BuildAsync();
        using var deadline = new CancellationTokenSource(StartDeadline);
        await app.StartAsync(deadline.Token);
        var platform = new RunningPlatform(app, new DashboardTelemetry(new Uri(dashboard), telemetryKey));
        await platform.WaitUntilHealthyAsync(deadline.Token);
        return platform;
    }

    public Task WaitUntilHealthyAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Model.Resources.OfType<ProjectResource>().Select(project => Notifications.WaitForResourceHealthyAsync(project.Name, cancellationToken)));

    /// <summary>How to reach the platform's PostgreSQL as its owner.</summary>
    public async Task<string> GetDatabaseAsync() =>
        await _app.GetConnectionStringAsync("srecopilot") ?? throw new InvalidOperationException("The platform has no database.");

    /// <summary>Where clients reach a resource.</summary>
    public Uri GetAddress(string resource, string endpoint) => _app.GetEndpoint(resource, endpoint);

    /// <summary>A browser-like client of a resource: keeps cookies, says that its requests come from the platform's own pages, follows no redirects.</summary>
    public HttpClient CreateClient(string resource = "frontend") =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), ActivityHeadersPropagator = null })
        {
            BaseAddress = _app.GetEndpoint(resource, "http"),
            DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" } },
        };

    public async ValueTask DisposeAsync()
    {
        Telemetry.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
