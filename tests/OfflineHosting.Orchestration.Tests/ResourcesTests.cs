using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Grpc.Core;
using ProtoState = Aspire.Hosting.Dashboard.Protocol.ResourceCommandState;

namespace OfflineHosting.Orchestration.Tests;

public sealed class ResourcesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resources_are_described_to_the_dashboard()
    {
        var builder = TestApplication.CreateBuilder(dashboard: true);
        builder.Configuration["Parameters:key"] = "secret-{{value}}";
        var key = builder.AddParameter("key", secret: true);
        var connection = builder.AddConnectionString("store", ReferenceExpression.Create($"Host=h;Password={key}"));
        var backend = builder.AddSampleService("backend").WithEnvironment("KEY", key);
        builder.AddSampleService("web").WithReference(connection).WaitFor(backend)
            .WithUrlForEndpoint("http", url => url.DisplayText = "Open");
        await using var application = builder.Build();
        await application.StartAsync(Cancelled);
        using var client = new ResourceServiceClient(application);

        var web = await client.WaitForAsync("web", resource => resource.HealthReports.Any(report => report.HasStatus && report.Status == Aspire.Hosting.Dashboard.Protocol.HealthStatus.Healthy), Cancelled);
        Assert.Equal("Running", web.State);
        Assert.Equal("Executable", web.ResourceType);
        Assert.NotNull(web.StartedAt);
        var url = Assert.Single(web.Urls);
        Assert.Equal(("Open", false), (url.DisplayProperties.DisplayName, url.IsInactive));
        Assert.Contains(web.Relationships, relationship => relationship is { ResourceName: "backend", Type: "WaitFor" });
        Assert.Contains(web.Environment, variable => variable is { Name: "ConnectionStrings__store", Value: "Host=h;Password=secret-{{value}}", IsFromSpec: true });
        Assert.Equal(
            [("start", ProtoState.Hidden), ("stop", ProtoState.Enabled), ("restart", ProtoState.Enabled)],
            web.Commands.Select(command => (command.Name, command.State)));

        var parameter = await client.WaitForAsync("key", resource => resource.State == "Running", Cancelled);
        Assert.Equal("Parameter", parameter.ResourceType);
        Assert.True(parameter.Properties.Single(property => property.Name == "Value").IsSensitive);
        var store = await client.WaitForAsync("store", resource => resource.State == "Running", Cancelled);
        Assert.True(store.Properties.Single(property => property.Name == "resource.connectionString").IsSensitive);
        Assert.True((await client.WaitForAsync("aspire-dashboard", resource => resource.State == "Running", Cancelled)).IsHidden);
    }

    [Fact]
    public async Task The_resource_service_refuses_callers_without_the_key()
    {
        await using var application = TestApplication.CreateBuilder(dashboard: true).Build();
        await application.StartAsync(Cancelled);
        using var stranger = new ResourceServiceClient(application, apiKey: "guess");

        var error = await Assert.ThrowsAsync<RpcException>(() => stranger.GetApplicationNameAsync(Cancelled));
        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }
}
