using System.Net.Security;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Adds the dashboard to the model before it starts, and says where it is once it answers.</summary>
internal sealed partial class DashboardSetup(
    DashboardSettings settings,
    ResourceServiceHost resourceService,
    ResourceLoggerService logs,
    AppHostLocation location,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers,
    ILogger<DistributedApplication> logger) : IDistributedApplicationEventingSubscriber
{
    public Task SubscribeAsync(
        IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            settings.Validate();
            var program = AspireTools.FindDashboard(configuration, location.ToolSearchFolders);
            var dashboard = DashboardResource.Create(program, settings, () => resourceService.Address, start.Model);
            start.Model.Resources.Insert(0, dashboard); // first, so that it shows how the others start
            eventing.Subscribe<ResourceReadyEvent>(dashboard, (ready, cancelled) =>
            {
                Announce(dashboard);
                return Task.CompletedTask;
            });
            eventing.Subscribe<BeforeResourceStartedEvent>(dashboard, (starting, cancelled) =>
            {
                var follow = new DashboardLog(logs, loggers).FollowAsync(dashboard, lifetime.ApplicationStopping);
                return follow.IsFaulted ? follow : Task.CompletedTask;
            });
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    private void Announce(IResource dashboard)
    {
        if (DashboardResource.FrontendUrl(dashboard) is { } url)
        {
            LogListening(logger, url);
            if (settings.BrowserToken is { } token)
            {
                var login = $"{url}/login?t={token}";
                LogLogin(logger, login);
            }
        }
    }

    [LoggerMessage(EventId = 0, Level = LogLevel.Information, Message = "Now listening on: {DashboardUrl}")]
    private static partial void LogListening(ILogger logger, string dashboardUrl);

    [LoggerMessage(EventId = 0, Level = LogLevel.Information, Message = "Login to the dashboard at {DashboardLoginUrl}")]
    private static partial void LogLogin(ILogger logger, string dashboardLoginUrl);
}

/// <summary>Whether the dashboard answers.</summary>
internal sealed class DashboardHealthCheck(DistributedApplicationModel model) : IHealthCheck, IDisposable
{
    // It is on this machine, with whatever development certificate this machine has.
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, errors) => errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateChainErrors },
        AllowAutoRedirect = false,
    });

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!model.Resources.TryGetByName(KnownNames.Dashboard, out var dashboard) || DashboardResource.FrontendUrl(dashboard) is not { } url)
        {
            return HealthCheckResult.Unhealthy("The dashboard has no address yet.");
        }

        try
        {
            using var response = await _client.GetAsync(new Uri(url), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (HttpRequestException e)
        {
            return HealthCheckResult.Unhealthy($"No answer from {url}.", e);
        }
    }

    public void Dispose() => _client.Dispose();
}
