using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Model;

namespace Aspire.Hosting.Orchestration;

/// <summary>Writes down for DCP how an instance of a workload is to be run.</summary>
internal static class WorkloadSpec
{
    /// <summary>The network that all containers of the application share.</summary>
    public const string NetworkName = "aspire-session-network";

    public static DcpExecutable ForProcess(
        Workload workload, WorkloadInstance instance, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, Assembly? appHost)
    {
        var (path, folder, prefix) = Command(workload.Resource, appHost);
        var executable = new DcpExecutable
        {
            Metadata = { Name = instance.Id },
            Spec =
            {
                ExecutablePath = path,
                WorkingDirectory = folder,
                Args = [.. prefix, .. arguments.Select(DcpTemplate.Escape)],
                Env = Environment(environment),
            },
        };
        Annotate(executable, workload);
        return executable;
    }

    public static DcpContainer ForContainer(
        Workload workload, WorkloadInstance instance, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var annotations = workload.Resource.Annotations;
        var build = annotations.OfType<DockerfileBuildAnnotation>().LastOrDefault();
        var container = new DcpContainer
        {
            Metadata = { Name = instance.Id },
            Spec =
            {
                ContainerName = annotations.OfType<ContainerNameAnnotation>().LastOrDefault()?.Name ?? instance.Id,
                Image = ImageName(annotations.OfType<ContainerImageAnnotation>().LastOrDefault()),
                Build = build is null ? null : new ContainerBuild
                {
                    Context = build.ContextPath,
                    Dockerfile = build.DockerfilePath,
                    Stage = build.Stage,
                    Args = [.. build.BuildArguments.Select(argument => new EnvVar { Name = argument.Key, Value = argument.Value?.ToString() })],
                },
                Command = (workload.Resource as ContainerResource)?.Entrypoint,
                Args = [.. arguments.Select(DcpTemplate.Escape)],
                Env = Environment(environment),
                VolumeMounts = [.. annotations.OfType<ContainerMountAnnotation>().Select(mount => new VolumeMount
                {
                    Type = mount.Type == ContainerMountType.BindMount ? "bind" : "volume",
                    Source = mount.Source,
                    Target = mount.Target,
                    ReadOnly = mount.IsReadOnly,
                })],
                Ports = [.. workload.Endpoints.Select(endpoint => new ContainerPort
                {
                    Port = endpoint.Annotation.TargetPort ?? endpoint.Annotation.Port
                        ?? throw new DistributedApplicationException(
                            $"Endpoint '{endpoint.Annotation.Name}' of container '{workload.Resource.Name}' needs a target port: the port the image listens on."),
                    HostPort = endpoint.Annotation.IsProxied ? null : endpoint.Annotation.Port,
                    HostIp = "127.0.0.1",
                })],
                Networks = [new ContainerNetworkLink { Name = NetworkName, Aliases = [workload.Resource.Name] }],
            },
        };
        Annotate(container, workload);
        return container;
    }

    /// <summary>The image with registry and tag, as a container runtime understands it.</summary>
    public static string? ImageName(ContainerImageAnnotation? image) => image is null ? null :
        (string.IsNullOrEmpty(image.Registry) ? "" : image.Registry + "/")
        + image.Image
        + (image.SHA256 is { } digest ? "@sha256:" + digest : ":" + (image.Tag ?? "latest"));

    private static (string Path, string Folder, IReadOnlyList<string> Prefix) Command(IResource resource, Assembly? appHost)
    {
        if (resource is not ProjectResource)
        {
            var executable = resource.Annotations.OfType<ExecutableAnnotation>().Last();
            return (executable.Command, executable.WorkingDirectory, []);
        }

        // The program that the build of the AppHost has just built; "dotnet run" costs seconds for each project.
        var project = resource.Annotations.OfType<IProjectMetadata>().Last();
        var folder = Path.GetDirectoryName(Path.GetFullPath(project.ProjectPath))!;
        return ProjectOutputs.Find(appHost, project.ProjectPath) is { } program
            ? (DotnetHost(), folder, [program])
            : (DotnetHost(), folder, ["run", "--no-launch-profile", "--project", project.ProjectPath, "--"]);
    }

    /// <summary>The dotnet that runs this process, so that services get the same one even when it is not on the PATH.</summary>
    private static string DotnetHost()
    {
        var host = Path.GetFullPath(Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }

    private static List<EnvVar> Environment(IReadOnlyDictionary<string, string> environment) =>
        [.. environment.Select(variable => new EnvVar { Name = variable.Key, Value = DcpTemplate.Escape(variable.Value) })];

    private static void Annotate(DcpObject item, Workload workload)
    {
        item.Annotate(DcpAnnotations.ResourceName, workload.Resource.Name);
        if (workload.Endpoints.Count > 0)
        {
            item.Annotate(DcpAnnotations.ServiceProducer, JsonSerializer.Serialize(workload.Endpoints.Select(endpoint => new ServiceProducer
            {
                ServiceName = endpoint.ServiceName,
                Port = endpoint.Annotation.TargetPort ?? (endpoint.Annotation.IsProxied ? null : endpoint.Annotation.Port),
            })));
        }
    }
}
