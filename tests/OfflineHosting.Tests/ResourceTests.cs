using Microsoft.Extensions.DependencyInjection;

namespace OfflineHosting.Tests;

public class ResourceTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1st")]
    [InlineData("under_score")]
    [InlineData("double--hyphen")]
    [InlineData("trailing-")]
    public void Bad_name_is_refused(string name)
    {
        Assert.Contains($"'{name}'", Assert.Throws<ArgumentException>(() => Model.Run().AddContainer(name, "image")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Second_resource_of_a_name_is_refused()
    {
        var builder = Model.Run();
        builder.AddContainer("box", "image");

        Assert.Contains("already exists", Assert.Throws<DistributedApplicationException>(() => builder.AddContainer("BOX", "image")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis", null, "redis:latest")]
    [InlineData("redis:7", null, "redis:7")]
    [InlineData("docker.io/library/redis", "8", "docker.io/library/redis:8")]
    [InlineData("localhost:5000/a/b:c", null, "localhost:5000/a/b:c")]
    [InlineData("a/b@sha256:0123", null, "a/b@sha256:0123")]
    public void Image_reference_is_understood(string image, string? tag, string expected)
    {
        var container = Model.Run().AddContainer("box", "placeholder").WithImage(image, tag);

        Assert.True(container.Resource.TryGetContainerImageName(out var name));
        Assert.Equal(expected, name);
    }

    [Fact]
    public async Task URLs_are_completed_changed_and_added()
    {
        var api = Model.Run().AddExecutable("api", "x", ".").WithHttpEndpoint().Allocate("http", 8080)
            .WithUrl("/docs", "Docs")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Home")
            .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/admin", DisplayLocation = UrlDisplayLocation.DetailsOnly });
        api.WithUrl($"{api.GetEndpoint("http")}/health");

        var urls = await ResourceUrlEvaluator.EvaluateAsync(api.Resource, api.ApplicationBuilder.ExecutionContext, CancellationToken);

        Assert.Equal(
            ["http://localhost:8080 Home", "http://localhost:8080/docs Docs", "http://localhost:8080/admin ", "http://localhost:8080/health "],
            urls.Select(url => $"{url.Url} {url.DisplayProperties.DisplayName}"));
        Assert.Equal([false, false, true, false], urls.Select(url => url.IsInternal));
    }

    [Fact]
    public async Task Snapshot_is_completed_from_the_model()
    {
        var builder = Model.Run();
        var parent = builder.AddExecutable("parent", "x", ".");
        var child = builder.AddExecutable("child", "x", ".").WithParentRelationship(parent).WithIconName("Rocket").WithHidden()
            .WithCommand("wave", "Wave", _ => Task.FromResult(CommandResults.Success()), new CommandOptions
            {
                UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            });
        await using var application = builder.Build();

        await application.ResourceNotifications.PublishUpdateAsync(child.Resource, snapshot => snapshot with { State = KnownResourceStates.Running });

        Assert.True(application.ResourceNotifications.TryGetCurrentState("child", out var state));
        Assert.Equal("Executable", state.Snapshot.ResourceType);
        Assert.Equal("Rocket", state.Snapshot.IconName);
        Assert.True(state.Snapshot.IsHidden);
        Assert.Contains(new RelationshipSnapshot("parent", "Parent"), state.Snapshot.Relationships);
        Assert.Equal(ResourceCommandState.Enabled, state.Snapshot.Commands.Single(command => command.Name == "wave").State);
    }

    [Fact]
    public async Task Command_runs_and_its_failure_is_a_result()
    {
        var builder = Model.Run();
        var resource = builder.AddExecutable("box", "x", ".")
            .WithCommand("work", "Work", context => Task.FromResult(CommandResults.Success($"did {context.ResourceName}")))
            .WithCommand("fail", "Fail", _ => throw new InvalidOperationException("no luck"));
        await using var application = builder.Build();
        await application.ResourceNotifications.PublishUpdateAsync(resource.Resource, snapshot => snapshot);

        Assert.Equal("did box", (await application.ResourceCommands.ExecuteCommandAsync("box", "work", CancellationToken)).Message);
        var failed = await application.ResourceCommands.ExecuteCommandAsync(resource.Resource, "fail", CancellationToken);
        Assert.False(failed.Success);
        Assert.Contains("no luck", failed.Message, StringComparison.Ordinal);
        Assert.False((await application.ResourceCommands.ExecuteCommandAsync("box", "unknown", CancellationToken)).Success);
        Assert.False((await application.ResourceCommands.ExecuteCommandAsync("nobody", "work", CancellationToken)).Success);
    }

    [Fact]
    public async Task Log_is_replayed_and_followed()
    {
        var builder = Model.Run();
        var resource = builder.AddExecutable("box", "x", ".").Resource;
        await using var application = builder.Build();
        var logs = application.Services.GetRequiredService<ResourceLoggerService>();
        logs.Append("box", "before", isError: false);

        await using var watch = logs.WatchAsync(resource).GetAsyncEnumerator(CancellationToken);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal([new LogLine(1, "before", false)], watch.Current);

        logs.Append("box", "after", isError: true);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal([new LogLine(2, "after", true)], watch.Current);

        logs.Complete(resource);
        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Events_reach_handlers_of_the_resource_in_order()
    {
        var builder = Model.Run();
        var seen = new List<string>();
        var one = builder.AddExecutable("one", "x", ".").OnResourceReady((resource, _, _) =>
        {
            seen.Add($"first {resource.Name}");
            return Task.CompletedTask;
        }).OnResourceReady((resource, _, _) =>
        {
            seen.Add($"second {resource.Name}");
            return Task.CompletedTask;
        });
        var other = builder.AddExecutable("other", "x", ".");
        await using var application = builder.Build();

        await builder.Eventing.PublishAsync(new ResourceReadyEvent(other.Resource, application.Services), CancellationToken);
        await builder.Eventing.PublishAsync(new ResourceReadyEvent(one.Resource, application.Services), CancellationToken);

        Assert.Equal(["first one", "second one"], seen);
    }

    [Fact]
    public async Task What_is_said_of_all_containers_and_endpoints_holds_when_the_model_is_complete()
    {
        var manifest = Path.Combine(Path.GetTempPath(), $"offline-hosting-{Guid.NewGuid():N}.json");
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            ContainerRegistryOverride = "mirror.example",
            DisableDashboard = true,
            Args = ["--publisher", "manifest", "--output-path", manifest],
        });
        var box = builder.AddContainer("box", "docker.io/library/box", "1");
        ((IResourceBuilder<IResourceWithEndpoints>)box).WithEndpointProxySupport(false);
        box.WithHttpEndpoint(port: 5000).WithHttpEndpoint(name: "proxied", isProxied: true);
        try
        {
            await builder.Build().RunAsync(CancellationToken);

            Assert.Contains("\"mirror.example/library/box:1\"", await File.ReadAllTextAsync(manifest, CancellationToken), StringComparison.Ordinal);
            Assert.Equal([false, true], box.Resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => endpoint.IsProxied));
        }
        finally
        {
            File.Delete(manifest);
        }
    }

    [Fact]
    public async Task Hooks_take_part_in_building_an_AppHost()
    {
        var steps = new List<string>();
        AppHostHooks.Current = new AppHostHooks
        {
            Constructing = (options, _) => options.Args = ["--Parameters:name=hooked"],
            Constructed = _ => steps.Add("constructed"),
            Building = application => steps.Add($"building {application.Resources.Count}"),
            Built = _ => steps.Add("built"),
        };
        try
        {
            var builder = Model.Run();
            var parameter = builder.AddParameter("name");
            await using var application = builder.Build();

            Assert.Equal("hooked", await parameter.Resource.GetValueAsync(CancellationToken));
            Assert.Equal(["constructed", "building 1", "built"], steps);
        }
        finally
        {
            AppHostHooks.Current = null;
        }
    }

    [Fact]
    public async Task Redis_password_is_in_the_environment_and_not_in_the_arguments()
    {
        var redis = Model.Run("--Parameters:cache-password=p4ssw0rd").AddRedis("cache").WithDataVolume("data");

        Assert.Equal(["-c", "redis-server --requirepass $REDIS_PASSWORD --save 60 1"], await redis.ArgumentsAsync());
        Assert.Equal("p4ssw0rd", (await redis.EnvironmentAsync())["REDIS_PASSWORD"]);
    }

    [Theory]
    [InlineData("17", "/var/lib/postgresql/data")]
    [InlineData("18.3", "/var/lib/postgresql")]
    public void Postgres_data_is_where_its_version_keeps_it(string tag, string expected)
    {
        var postgres = Model.Run().AddPostgres("pg").WithImageTag(tag).WithDataVolume("data");

        Assert.Equal(expected, postgres.Resource.Annotations.OfType<ContainerMountAnnotation>().Single().Target);
    }
}
