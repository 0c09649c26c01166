using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Model;

namespace Aspire.Hosting.Orchestration;

/// <summary>Writes down for DCP how a container, and the network that all of them share, are to be run.</summary>
internal static class ContainerSpecs
{
    private const string NetworkName = "aspire-session-network";

    /// <summary>The network lives as long as the longest-lived container in it.</summary>
    /// <param name="workloads">All that the application runs.</param>
    /// <param name="applicationId">What tells this application from others on the machine, the same in every run.</param>
    public static DcpContainerNetwork Network(IEnumerable<Workload> workloads, string applicationId)
    {
        var network = new DcpContainerNetwork { Metadata = { Name = NetworkName } };
        if (workloads.Any(workload => workload.IsPersistent))
        {
            network.Spec.Persistent = true;
            network.Spec.NetworkName = $"aspire-persistent-network-{applicationId}";
        }

        return network;
    }

    public static async Task<DcpContainer> CreateAsync(
        Workload workload,
        WorkloadInstance instance,
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<string> arguments,
        DistributedApplicationExecutionContext execution,
        CancellationToken cancellationToken)
    {
        var annotations = workload.Resource.Annotations;
        var values = new ValueResolver(workload.Resource, execution);
        var container = new DcpContainer
        {
            Metadata = { Name = instance.Id },
            Spec =
            {
                ContainerName = annotations.OfType<ContainerNameAnnotation>().LastOrDefault()?.Name ?? instance.Id,
                Image = ImageName(annotations.OfType<ContainerImageAnnotation>().LastOrDefault()),
                PullPolicy = PullPolicy(annotations.OfType<ContainerImagePullPolicyAnnotation>().LastOrDefault()?.ImagePullPolicy),
                Persistent = workload.IsPersistent ? true : null,
                Build = await BuildAsync(annotations.OfType<DockerfileBuildAnnotation>().LastOrDefault(), values, cancellationToken),
                Command = (workload.Resource as ContainerResource)?.Entrypoint,
                Args = [.. arguments.Select(DcpTemplate.Escape)],
                RunArgs = await RuntimeArgumentsAsync(annotations, values, cancellationToken),
                Env = WorkloadSpec.Environment(environment),
                VolumeMounts = [.. annotations.OfType<ContainerMountAnnotation>().Select(Mount)],
                Ports = [.. workload.Endpoints.Select(endpoint => Port(workload, endpoint.Annotation))],
                Networks = [new ContainerNetworkLink { Name = NetworkName, Aliases = [workload.Resource.Name] }],
            },
        };
        WorkloadSpec.Annotate(container, workload);
        return container;
    }

    /// <summary>The image with registry and tag, as a container runtime understands it.</summary>
    public static string? ImageName(ContainerImageAnnotation? image) => image is null ? null :
        (string.IsNullOrEmpty(image.Registry) ? "" : image.Registry + "/")
        + image.Image
        + (image.SHA256 is { } digest ? "@sha256:" + digest : ":" + (image.Tag ?? "latest"));

    private static string? PullPolicy(ImagePullPolicy? policy) => policy switch
    {
        ImagePullPolicy.Always => "always",
        ImagePullPolicy.Missing => "missing",
        ImagePullPolicy.Never => "never",
        _ => null, // what the container runtime does by default
    };

    private static async Task<ContainerBuild?> BuildAsync(
        DockerfileBuildAnnotation? build, ValueResolver values, CancellationToken cancellationToken)
    {
        if (build is null)
        {
            return null;
        }

        var result = new ContainerBuild { Context = build.ContextPath, Dockerfile = build.DockerfilePath, Stage = build.Stage, Args = [], Secrets = [] };
        foreach (var (name, value) in build.BuildArguments)
        {
            result.Args.Add(new EnvVar { Name = name, Value = await values.ResolveAsync(value, cancellationToken) });
        }

        foreach (var (name, value) in build.BuildSecrets)
        {
            result.Secrets.Add(new ContainerBuildSecret { Id = name, Value = await values.ResolveAsync(value, cancellationToken) });
        }

        return result;
    }

    private static async Task<List<string>> RuntimeArgumentsAsync(
        ResourceAnnotationCollection annotations, ValueResolver values, CancellationToken cancellationToken)
    {
        var context = new ContainerRuntimeArgsCallbackContext([], cancellationToken);
        foreach (var annotation in annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var arguments = new List<string>();
        foreach (var argument in context.Args)
        {
            if (await values.ResolveAsync(argument, cancellationToken) is { } text)
            {
                arguments.Add(text);
            }
        }

        return arguments;
    }

    private static VolumeMount Mount(ContainerMountAnnotation mount) => new()
    {
        Type = mount.Type == ContainerMountType.BindMount ? "bind" : "volume",
        Source = mount.Source,
        Target = mount.Target,
        ReadOnly = mount.IsReadOnly,
    };

    private static ContainerPort Port(Workload workload, EndpointAnnotation endpoint) => new()
    {
        Port = endpoint.TargetPort ?? endpoint.Port ?? throw new DistributedApplicationException(
            $"Endpoint '{endpoint.Name}' of container '{workload.Resource.Name}' needs a target port: the port the image listens on."),
        HostPort = endpoint.IsProxied ? null : endpoint.Port,
        HostIp = "127.0.0.1",
    };
}
