using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OfflineHosting.Tests;

public class WaitTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dependent_waits_until_its_dependency_is_healthy_and_its_handlers_are_done()
    {
        var builder = Model.Run();
        var server = builder.AddExecutable("server", "x", ".").WithHealthCheck("check");
        var client = builder.AddExecutable("client", "x", ".").WaitFor(server);
        await using var application = builder.Build();
        var notifications = application.ResourceNotifications;

        var wait = notifications.WaitForDependenciesAsync(client.Resource, CancellationToken);
        await notifications.WaitForResourceAsync("client", KnownResourceStates.Waiting, CancellationToken);
        await notifications.PublishUpdateAsync(server.Resource, snapshot => snapshot with { State = KnownResourceStates.Running });
        Assert.True(notifications.TryGetCurrentState("server", out var unchecked_));
        Assert.Equal(HealthStatus.Unhealthy, unchecked_.Snapshot.HealthStatus);

        var handlers = new TaskCompletionSource();
        await notifications.PublishUpdateAsync(server.Resource, snapshot =>
            snapshot.WithHealthReports([new HealthReportSnapshot("check", HealthStatus.Healthy, null, null)]) with { ReadyHandlers = handlers.Task });
        Assert.False(wait.IsCompleted);
        handlers.SetResult();

        await wait;
    }

    [Fact]
    public async Task Started_is_enough_for_WaitForStart()
    {
        var builder = Model.Run();
        var server = builder.AddExecutable("server", "x", ".").WithHealthCheck("check");
        var client = builder.AddExecutable("client", "x", ".").WaitForStart(server);
        await using var application = builder.Build();

        await application.ResourceNotifications.PublishUpdateAsync(server.Resource, snapshot => snapshot with { State = KnownResourceStates.Running });

        await application.ResourceNotifications.WaitForDependenciesAsync(client.Resource, CancellationToken);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, false)]
    public async Task Completion_needs_the_right_exit_code(int exitCode, bool succeeds)
    {
        var builder = Model.Run();
        var job = builder.AddExecutable("job", "x", ".");
        var client = builder.AddExecutable("client", "x", ".").WaitForCompletion(job);
        await using var application = builder.Build();
        await application.ResourceNotifications.PublishUpdateAsync(job.Resource, snapshot => snapshot with { State = KnownResourceStates.Finished, ExitCode = exitCode });

        var wait = application.ResourceNotifications.WaitForDependenciesAsync(client.Resource, CancellationToken);

        if (succeeds)
        {
            await wait;
        }
        else
        {
            Assert.Contains("'job' ended in the state 'Finished' with exit code 3", (await Assert.ThrowsAsync<DistributedApplicationException>(() => wait)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Failed_dependency_ends_the_wait_where_that_is_wanted()
    {
        var builder = Model.Run();
        var server = builder.AddExecutable("server", "x", ".");
        var client = builder.AddExecutable("client", "x", ".").WaitFor(server, WaitBehavior.StopOnResourceUnavailable);
        await using var application = builder.Build();
        await application.ResourceNotifications.PublishUpdateAsync(server.Resource, snapshot => snapshot with { State = KnownResourceStates.FailedToStart });

        await Assert.ThrowsAsync<DistributedApplicationException>(() => application.ResourceNotifications.WaitForDependenciesAsync(client.Resource, CancellationToken));
        await Assert.ThrowsAsync<DistributedApplicationException>(() =>
            application.ResourceNotifications.WaitForResourceHealthyAsync("server", WaitBehavior.StopOnResourceUnavailable, CancellationToken));
    }

    [Fact]
    public async Task All_instances_of_a_dependency_are_waited_for()
    {
        var builder = Model.Run();
        var server = builder.AddExecutable("server", "x", ".").WithAnnotation(
            new ResourceInstancesAnnotation([new ResourceInstance("server-a", "a", 0), new ResourceInstance("server-b", "b", 1)]));
        var client = builder.AddExecutable("client", "x", ".").WaitForStart(server);
        await using var application = builder.Build();
        var notifications = application.ResourceNotifications;
        var wait = notifications.WaitForDependenciesAsync(client.Resource, CancellationToken);

        await notifications.PublishUpdateAsync(server.Resource, "server-a", snapshot => snapshot with { State = KnownResourceStates.Running });
        Assert.False(wait.IsCompleted);
        await notifications.PublishUpdateAsync(server.Resource, "server-b", snapshot => snapshot with { State = KnownResourceStates.Running });

        await wait;
    }

    [Fact]
    public void Waiting_for_a_database_waits_for_its_server_too()
    {
        var builder = Model.Run();
        var server = builder.AddPostgres("server");
        var client = builder.AddExecutable("client", "x", ".").WaitFor(server.AddDatabase("database"));

        Assert.Equal(["server", "database"], client.Resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name));
    }

    [Fact]
    public void Waiting_for_itself_is_refused()
    {
        var server = Model.Run().AddExecutable("server", "x", ".");

        Assert.Throws<DistributedApplicationException>(() => server.WaitFor(server));
    }

    [Fact]
    public async Task Missing_parameter_keeps_dependents_waiting_and_is_shown()
    {
        var builder = Model.Run();
        var parameter = builder.AddParameter("missing");
        var client = builder.AddExecutable("client", "x", ".").WithEnvironment("VALUE", parameter);
        await using var application = builder.Build();

        await application.Services.GetRequiredService<ParameterProcessor>().InitializeParametersAsync(application.Services.GetRequiredService<DistributedApplicationModel>());

        Assert.True(application.ResourceNotifications.TryGetCurrentState("missing", out var state));
        Assert.Equal(KnownResourceStates.ValueMissing, state.Snapshot.State!.Text);
        Assert.Contains("Parameters:missing", (string)state.Snapshot.Properties.Single(property => property.Name == "Value").Value!, StringComparison.Ordinal);
        Assert.False(client.EnvironmentAsync().IsCompleted);
    }

    [Fact]
    public async Task Connection_string_of_expressions_runs_once_its_values_are_known()
    {
        var builder = Model.Run();
        var server = builder.AddExecutable("server", "x", ".").WithEndpoint(name: "tcp");
        var connection = builder.AddConnectionString("db", ReferenceExpression.Create($"Host={server.GetEndpoint("tcp").Property(EndpointProperty.HostAndPort)}"));
        string? available = null;
        connection.OnConnectionStringAvailable(async (resource, _, token) => available = await resource.ConnectionStringExpression.GetValueAsync(token));
        await using var application = builder.Build();
        var notifications = application.ResourceNotifications;
        var services = application.Services;

        var initialize = services.GetRequiredService<IDistributedApplicationEventing>().PublishAsync(
            new InitializeResourceEvent(connection.Resource, services.GetRequiredService<IDistributedApplicationEventing>(), services.GetRequiredService<ResourceLoggerService>(), notifications, services),
            CancellationToken);
        Assert.False(initialize.IsCompleted);
        server.Allocate("tcp", 5432);
        await notifications.PublishUpdateAsync(server.Resource, snapshot => snapshot with { State = KnownResourceStates.Running });
        await initialize;

        Assert.Equal("Host=localhost:5432", available);
        Assert.True(notifications.TryGetCurrentState("db", out var state));
        Assert.Equal(KnownResourceStates.Running, state.Snapshot.State!.Text);
    }
}
