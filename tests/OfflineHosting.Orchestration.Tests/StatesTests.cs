using Aspire.Hosting;

namespace OfflineHosting.Orchestration.Tests;

public sealed class StatesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_cannot_start_waits_or_ended_is_shown_as_such_and_the_host_keeps_running()
    {
        var builder = TestApplication.CreateBuilder(dashboard: true);
        var missing = builder.AddParameter("missing");
        builder.AddSampleService("needs-value").WithEnvironment("VALUE", missing);
        builder.AddSampleService("explicit").WithExplicitStart();
        builder.AddExecutable("no-such-program", "/no/such/program", "/");
        builder.AddExecutable("crash", "/bin/sh", "/", "-c", "echo last words; echo bad news >&2; exit 7");
        builder.AddProject("project", TestApplication.Project, options => options.ExcludeLaunchProfile = true)
            .WithHttpEndpoint(env: "SERVICE_PORT").WithHttpHealthCheck("/health").WithReplicas(2);
        await using var application = builder.Build();
        await application.StartAsync(Cancelled);
        using var client = new ResourceServiceClient(application);

        Assert.Equal("Value missing", (await client.WaitForAsync("missing", resource => resource.State.Length > 0, Cancelled)).State);
        await client.WaitForAsync("needs-value", resource => resource.State == "Waiting", Cancelled);
        Assert.Equal("NotStarted", (await client.WaitForAsync("explicit", _ => true, Cancelled)).State);
        var unstartable = await client.WaitForAsync("no-such-program", resource => resource.State == "FailedToStart", Cancelled);
        await client.WaitForLineAsync(unstartable, line => line.IsStdErr && line.Text.Contains("no such file", StringComparison.Ordinal), Cancelled);

        var crash = await client.WaitForAsync("crash", resource => resource.State == "Finished", Cancelled);
        Assert.Equal("7", crash.Properties.Single(property => property.Name == "resource.exitCode").Value.StringValue);
        await client.WaitForLineAsync(crash, line => !line.IsStdErr && line.Text.EndsWith("last words", StringComparison.Ordinal), Cancelled);
        await client.WaitForLineAsync(crash, line => line.IsStdErr && line.Text.EndsWith("bad news", StringComparison.Ordinal), Cancelled);

        await application.ResourceNotifications.WaitForResourceHealthyAsync("project", Cancelled);
        var project = await client.WaitForAsync("project", resource => resource.State == "Running", Cancelled);
        Assert.Equal("Project", project.ResourceType);
        Assert.NotEqual("project", project.Name);
    }
}
