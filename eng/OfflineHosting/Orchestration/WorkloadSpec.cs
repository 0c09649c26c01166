using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Model;

namespace Aspire.Hosting.Orchestration;

/// <summary>Writes down for DCP how a process is to be run; <see cref="ContainerSpecs"/> does it for containers.</summary>
internal static class WorkloadSpec
{
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

    private static (string Path, string Folder, IReadOnlyList<string> Prefix) Command(IResource resource, Assembly? appHost)
    {
        if (resource is not ProjectResource project)
        {
            var executable = resource.Annotations.OfType<ExecutableAnnotation>().Last();
            return (executable.Command, executable.WorkingDirectory, []);
        }

        // The program that the build of the AppHost has just built; "dotnet run" costs seconds for each project.
        var path = resource.Annotations.OfType<IProjectMetadata>().Last().ProjectPath;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var fromProfile = ArgumentText.Split(project.GetEffectiveLaunchProfile()?.Profile.CommandLineArgs ?? "");
        return ProjectOutputs.Find(appHost, path) is { } program
            ? (DotnetHost(), folder, [program, .. fromProfile])
            : (DotnetHost(), folder, ["run", "--no-launch-profile", "--project", path, "--", .. fromProfile]);
    }

    /// <summary>The dotnet that runs this process, so that services get the same one even when it is not on the PATH.</summary>
    private static string DotnetHost()
    {
        var host = Path.GetFullPath(Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }

    public static List<EnvVar> Environment(IReadOnlyDictionary<string, string> environment) =>
        [.. environment.Select(variable => new EnvVar { Name = variable.Key, Value = DcpTemplate.Escape(variable.Value) })];

    /// <summary>Says which resource it is, and which of its endpoints it serves.</summary>
    public static void Annotate(DcpObject item, Workload workload)
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
