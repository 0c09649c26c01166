using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace OfflineHosting.Orchestration.Tests;

public sealed class TestingBuilderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_AppHost_runs_inside_a_test_with_what_the_test_changed()
    {
        TestApplication.SkipWhenNotInstalled();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.OfflineHosting_SampleAppHost>(["FrontendPort=80"], Cancelled);
        builder.Configuration["Parameters:key"] = "key of the test";
        var frontend = builder.CreateResourceBuilder<ProjectResource>("frontend").WithEnvironment("ADDED", "by the test");
        Assert.Same(frontend.Resource, builder.Resources.Single(resource => resource.Name == "frontend"));

        await using var application = await builder.BuildAsync(Cancelled);
        await application.StartAsync(Cancelled);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("frontend", Cancelled);

        using var client = application.CreateHttpClient("frontend");
        Assert.NotEqual(80, client.BaseAddress!.Port); // ports are free ones
        Assert.Equal("by the test", await client.GetStringAsync(new Uri("/environment/ADDED", UriKind.Relative), Cancelled));
        using var backend = application.CreateHttpClient("backend", "http");
        Assert.Equal("key of the test", await backend.GetStringAsync(new Uri("/environment/KEY", UriKind.Relative), Cancelled));
        Assert.Equal("Development", await backend.GetStringAsync(new Uri("/environment/ASPNETCORE_ENVIRONMENT", UriKind.Relative), Cancelled));
        Assert.False(application.ResourceNotifications.TryGetCurrentState("aspire-dashboard", out _));
        await application.StopAsync(Cancelled);
    }

    [Fact]
    public async Task The_dashboard_runs_when_the_test_asks_for_it()
    {
        TestApplication.SkipWhenNotInstalled();
        await using var builder = DistributedApplicationTestingBuilder.Create([], (options, _) => options.DisableDashboard = false);
        await using var application = await builder.BuildAsync(Cancelled);
        await application.StartAsync(Cancelled);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("aspire-dashboard", Cancelled);

        using var client = application.CreateHttpClient("aspire-dashboard");
        using var login = await client.GetAsync(new Uri("/login", UriKind.Relative), Cancelled);
        Assert.Equal(System.Net.HttpStatusCode.OK, login.StatusCode);
    }

    [Fact]
    public async Task A_builder_that_is_not_used_lets_the_AppHost_go()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.OfflineHosting_SampleAppHost>(Cancelled);
        Assert.Equal(["key", "backend", "frontend"], builder.Resources.Select(resource => resource.Name));
    }
}
