using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Dcp.Model;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace OfflineHosting.Orchestration.Tests;

/// <summary>
/// What DCP is told of containers. It drops fields that it does not know, so what it gives back is what it has
/// understood; that takes no container runtime.
/// </summary>
public sealed class ContainerSpecsTests
{
    static ContainerSpecsTests()
    {
        // Where there is a container runtime, DCP must not reach it: nothing is to be pulled, built or left behind.
        Environment.SetEnvironmentVariable("DOCKER_HOST", "tcp://127.0.0.1:1");
        Environment.SetEnvironmentVariable("CONTAINER_HOST", "tcp://127.0.0.1:1");
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DCP_understands_lifetime_pull_policy_runtime_arguments_mounts_and_ports()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddContainer("cache", "redis", "8")
            .WithLifetime(ContainerLifetime.Persistent)
            .WithImagePullPolicy(ImagePullPolicy.Missing)
            .WithContainerRuntimeArgs("--memory", "64m")
            .WithVolume("data", "/data")
            .WithEndpoint(targetPort: 6379, name: "tcp")
            .WithArgs("--save", "60 1");

        var spec = (await RoundTripAsync(builder)).Spec;
        Assert.Equal(("redis:8", "missing", true), (spec.Image, spec.PullPolicy, spec.Persistent));
        Assert.Equal("cache-app00000", spec.ContainerName); // the same in every run, so that the next one finds it
        Assert.Equal(["--memory", "64m"], spec.RunArgs);
        Assert.Equal(["--save", "60 1"], spec.Args);
        Assert.Equal(("volume", "data", "/data"), Assert.Single(spec.VolumeMounts!.Select(mount => (mount.Type, mount.Source, mount.Target))));
        Assert.Equal((6379, "127.0.0.1"), Assert.Single(spec.Ports!.Select(port => (port.Port, port.HostIp))));
        Assert.Equal(["cache"], Assert.Single(spec.Networks!).Aliases);
    }

    [Fact]
    public async Task DCP_understands_build_arguments_and_secrets()
    {
        var builder = TestApplication.CreateBuilder();
        builder.Configuration["Parameters:version"] = "1.2";
        builder.Configuration["Parameters:token"] = "token of the feed";
        builder.AddDockerfile("app", "context", "Dockerfile.app", "final")
            .WithBuildArg("VERSION", builder.AddParameter("version"))
            .WithBuildArg("TRIMMED", true)
            .WithBuildSecret("TOKEN", builder.AddParameter("token", secret: true));

        var build = (await RoundTripAsync(builder)).Spec.Build!;
        Assert.Equal((Path.Combine(AppContext.BaseDirectory, "context"), "final"), (build.Context, build.Stage));
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "context", "Dockerfile.app"), build.Dockerfile);
        Assert.Equal([("VERSION", "1.2"), ("TRIMMED", "true")], build.Args!.Select(argument => (argument.Name, argument.Value)));
        Assert.Equal(("TOKEN", "env", "token of the feed"), Assert.Single(build.Secrets!.Select(secret => (secret.Id, secret.Type, secret.Value))));
    }

    [Fact]
    public async Task The_network_outlives_the_application_when_a_container_does()
    {
        var builder = TestApplication.CreateBuilder();
        var cache = builder.AddContainer("cache", "redis");
        Assert.Null(ContainerSpecs.Network(Plan(builder), "app00000").Spec.Persistent);
        cache.WithLifetime(ContainerLifetime.Persistent);

        await using var session = await StartDcpAsync(builder);
        var network = await session.Client.CreateAsync(ContainerSpecs.Network(Plan(builder), "app00000"), Cancelled);
        Assert.Equal((true, "aspire-persistent-network-app00000"), (network.Spec.Persistent, network.Spec.NetworkName));
    }

    private static async Task<DcpContainer> RoundTripAsync(IDistributedApplicationBuilder builder)
    {
        var workload = Plan(builder).Single(workload => workload.IsContainer);
        var execution = builder.ExecutionContext;
        var values = await ExecutionConfigurationBuilder.Create(workload.Resource).WithArgumentsConfig().BuildAsync(execution, cancellationToken: Cancelled);
        var container = await ContainerSpecs.CreateAsync(
            workload, workload.Instances[0], new Dictionary<string, string>(), values.Arguments.Select(argument => argument.Value), execution, Cancelled);
        await using var session = await StartDcpAsync(builder);
        return await session.Client.CreateAsync(container, Cancelled);
    }

    private static IReadOnlyList<Workload> Plan(IDistributedApplicationBuilder builder) =>
        WorkloadPlan.Build(new DistributedApplicationModel(builder.Resources), "app00000");

    private static Task<DcpSession> StartDcpAsync(IDistributedApplicationBuilder builder) =>
        DcpSession.StartAsync(AspireTools.FindDcp(builder.Configuration, [AppContext.BaseDirectory]), NullLogger.Instance, Cancelled);
}
