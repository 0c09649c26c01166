using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;
using HealthStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;

namespace OfflineHosting.Orchestration.Tests;

public sealed class LifecycleTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_resource_starts_when_what_it_waits_for_is_healthy_and_health_is_followed_from_then_on()
    {
        var builder = TestApplication.CreateBuilder();
        var backend = builder.AddSampleService("backend").WithEnvironment("START_UNHEALTHY", "yes");
        builder.AddSampleService("web").WaitFor(backend);
        await using var application = builder.Build();
        await application.StartAsync(Cancelled);
        var notifications = application.ResourceNotifications;

        await notifications.WaitForResourceAsync("backend", found => found.Snapshot.HealthStatus == HealthStatus.Unhealthy && found.Snapshot.HealthReports[0].Status is not null, Cancelled);
        await notifications.WaitForResourceAsync("web", KnownResourceStates.Waiting, Cancelled);

        using var client = application.CreateClient("backend");
        await client.PostAsync(new Uri("/health/good", UriKind.Relative), content: null, Cancelled);
        await notifications.WaitForResourceHealthyAsync("web", Cancelled);

        await client.PostAsync(new Uri("/health/bad", UriKind.Relative), content: null, Cancelled);
        await notifications.WaitForResourceAsync("backend", found => found.Snapshot.HealthStatus == HealthStatus.Unhealthy, Cancelled);
        await client.PostAsync(new Uri("/health/good", UriKind.Relative), content: null, Cancelled);
        await notifications.WaitForResourceAsync("backend", found => found.Snapshot.HealthStatus == HealthStatus.Healthy, Cancelled);
    }

    [Fact]
    public async Task The_dashboard_can_stop_start_and_restart_a_resource_and_read_its_console()
    {
        var builder = TestApplication.CreateBuilder(dashboard: true);
        builder.AddSampleService("web");
        await using var application = builder.Build();
        await application.StartAsync(Cancelled);
        using var dashboard = new ResourceServiceClient(application);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("web", Cancelled);
        using var client = application.CreateClient("web");
        var web = await dashboard.WaitForAsync("web", resource => resource.State == "Running", Cancelled);
        var firstProcess = await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancelled);

        await client.PostAsync(new Uri("/print/something-new", UriKind.Relative), content: null, Cancelled);
        var started = await dashboard.WaitForLineAsync(web, line => line.Text.EndsWith("sample service started", StringComparison.Ordinal), Cancelled);
        var printed = await dashboard.WaitForLineAsync(web, line => line.Text.EndsWith("something-new", StringComparison.Ordinal), Cancelled);
        Assert.True(printed.LineNumber > started.LineNumber);

        Assert.Equal(ResourceCommandResponseKind.Succeeded, (await dashboard.ExecuteAsync(web, "stop", Cancelled)).Kind);
        var stopped = await dashboard.WaitForAsync("web", resource => resource.State == "Finished", Cancelled);
        Assert.NotNull(stopped.StoppedAt);
        Assert.True(Assert.Single(stopped.Urls).IsInactive);
        Assert.DoesNotContain(stopped.Properties, property => property.Name == "resource.exitCode" && property.Value.StringValue is not ("" or "0"));
        Assert.Equal(
            [("start", Aspire.Hosting.Dashboard.Protocol.ResourceCommandState.Enabled), ("stop", Aspire.Hosting.Dashboard.Protocol.ResourceCommandState.Hidden)],
            stopped.Commands.Take(2).Select(command => (command.Name, command.State)));

        Assert.Equal(ResourceCommandResponseKind.Succeeded, (await dashboard.ExecuteAsync(web, "start", Cancelled)).Kind);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("web", Cancelled);
        var secondProcess = await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancelled);

        Assert.Equal(ResourceCommandResponseKind.Succeeded, (await dashboard.ExecuteAsync(web, "restart", Cancelled)).Kind);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("web", Cancelled);
        var thirdProcess = await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancelled);
        Assert.Distinct([firstProcess, secondProcess, thirdProcess]);
        await dashboard.WaitForLineAsync(web, line => line.Text.EndsWith("something-new", StringComparison.Ordinal), Cancelled); // still there

        var unknown = await dashboard.ExecuteAsync(web, "no-such-command", Cancelled);
        Assert.Equal(ResourceCommandResponseKind.Failed, unknown.Kind);
    }

    [Fact]
    public async Task A_service_that_ends_shows_its_exit_code()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddSampleService("web");
        await using var application = builder.Build();
        await application.StartAsync(Cancelled);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("web", Cancelled);

        using var client = application.CreateClient("web");
        await client.PostAsync(new Uri("/exit/3", UriKind.Relative), content: null, Cancelled);
        var ended = await application.ResourceNotifications.WaitForResourceAsync("web", found => found.Snapshot.State?.Text == KnownResourceStates.Finished, Cancelled);
        Assert.Equal(3, ended.Snapshot.ExitCode);
    }
}
