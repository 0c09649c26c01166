using Aspire.Hosting;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dashboard.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace OfflineHosting.Orchestration.Tests;

/// <summary>Talks to the AppHost exactly as the dashboard does.</summary>
internal sealed class ResourceServiceClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;

    public ResourceServiceClient(DistributedApplication application, string apiKey = "resource-key-of-the-test")
    {
        _channel = GrpcChannel.ForAddress(application.Services.GetRequiredService<ResourceServiceHost>().Address);
        _headers = new Metadata { { "x-resource-service-api-key", apiKey } };
        Service = new DashboardService.DashboardServiceClient(_channel);
    }

    public DashboardService.DashboardServiceClient Service { get; }

    public async Task<string> GetApplicationNameAsync(CancellationToken cancellationToken) =>
        (await Service.GetApplicationInformationAsync(new ApplicationInformationRequest(), _headers, cancellationToken: cancellationToken)).ApplicationName;

    /// <summary>The first state of a resource that satisfies the condition.</summary>
    public async Task<Resource> WaitForAsync(string name, Func<Resource, bool> condition, CancellationToken cancellationToken)
    {
        using var call = Service.WatchResources(new WatchResourcesRequest(), _headers, cancellationToken: cancellationToken);
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            var resources = update.InitialData?.Resources ?? update.Changes.Value.Select(change => change.Upsert);
            if (resources.FirstOrDefault(resource => resource.DisplayName == name && condition(resource)) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"The stream ended before '{name}' was as expected.");
    }

    public async Task<ConsoleLogLine> WaitForLineAsync(Resource resource, Func<ConsoleLogLine, bool> condition, CancellationToken cancellationToken)
    {
        using var call = Service.WatchResourceConsoleLogs(
            new WatchResourceConsoleLogsRequest { ResourceName = resource.Name }, _headers, cancellationToken: cancellationToken);
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (update.LogLines.FirstOrDefault(condition) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("The stream ended before the line came.");
    }

    public async Task<ResourceCommandResponse> ExecuteAsync(Resource resource, string command, CancellationToken cancellationToken) =>
        await Service.ExecuteResourceCommandAsync(
            new ResourceCommandRequest { CommandName = command, ResourceName = resource.Name, ResourceType = resource.ResourceType },
            _headers,
            cancellationToken: cancellationToken);

    public void Dispose() => _channel.Dispose();
}
