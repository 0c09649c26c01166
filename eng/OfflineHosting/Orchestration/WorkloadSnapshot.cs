using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp.Model;

namespace Aspire.Hosting.Orchestration;

/// <summary>Turns what DCP reports of a workload into the state that the dashboard and waiters see.</summary>
internal static class WorkloadSnapshot
{
    private const int UnknownExitCode = -1;

    public static CustomResourceSnapshot Update(CustomResourceSnapshot snapshot, Workload workload, WorkloadInstance instance, DcpExecutable executable)
    {
        var status = executable.Status!;
        List<ResourcePropertySnapshot> properties =
        [
            new("executable.path", executable.Spec.ExecutablePath),
            new("executable.workDir", executable.Spec.WorkingDirectory),
            new("executable.args", (status.EffectiveArgs ?? []).ToImmutableArray()) { IsSensitive = true },
            new("executable.pid", status.ProcessId),
        ];
        if (workload.Resource.Annotations.OfType<IProjectMetadata>().LastOrDefault() is { } project)
        {
            properties.Add(new("project.path", project.ProjectPath));
        }

        return Common(snapshot, workload, instance, status, executable.Spec.Env, executable.Metadata.CreationTimestamp, properties);
    }

    public static CustomResourceSnapshot Update(CustomResourceSnapshot snapshot, Workload workload, WorkloadInstance instance, DcpContainer container)
    {
        var status = container.Status!;
        var spec = container.Spec;
        List<ResourcePropertySnapshot> properties =
        [
            new("container.image", spec.Image),
            new("container.id", status.ContainerId),
            new("container.command", spec.Command),
            new("container.args", (status.EffectiveArgs ?? []).ToImmutableArray()) { IsSensitive = true },
            new("container.ports", (spec.Ports ?? []).Select(port => port.Port).ToImmutableArray()),
        ];
        return Common(snapshot, workload, instance, status, spec.Env, container.Metadata.CreationTimestamp, properties) with
        {
            Volumes = [.. (spec.VolumeMounts ?? []).Select(mount => new VolumeSnapshot(mount.Source, mount.Target, mount.Type, mount.ReadOnly))],
        };
    }

    /// <summary>The state as the model names it.</summary>
    public static string? StateText(string? state) => state switch
    {
        DcpStates.Terminated => KnownResourceStates.Exited,
        "Pending" or "Building" => KnownResourceStates.Starting,
        _ => state,
    };

    private static CustomResourceSnapshot Common(
        CustomResourceSnapshot snapshot,
        Workload workload,
        WorkloadInstance instance,
        WorkloadStatus status,
        List<EnvVar>? spec,
        DateTime? created,
        List<ResourcePropertySnapshot> properties)
    {
        var anySecret = workload.Arguments.Any(argument => argument.IsSensitive);
        properties.Add(new("resource.appArgs", workload.Arguments.Select(argument => argument.Value).ToImmutableArray()) { IsSensitive = anySecret });
        properties.Add(new("resource.appArgsSensitivity", workload.Arguments.Select(argument => argument.IsSensitive ? 1 : 0).ToImmutableArray()) { IsSensitive = anySecret });

        var isRunning = status.State == DcpStates.Running;
        return snapshot with
        {
            State = StateText(status.State),
            ExitCode = DcpStates.IsFinal(status.State) ? ExitCode(instance, status.ExitCode) : null,
            CreationTimeStamp = created,
            StartTimeStamp = status.StartupTimestamp,
            StopTimeStamp = status.FinishTimestamp,
            Properties = snapshot.Properties.With(properties),
            EnvironmentVariables = Environment(status.EffectiveEnv ?? spec, spec),
            Urls = Urls(workload, isRunning),
        };
    }

    /// <summary>A process that was told to stop and died of the signal did what it was told.</summary>
    private static int? ExitCode(WorkloadInstance instance, int? code) =>
        instance.StopRequested && code is UnknownExitCode or 128 + 15 or 128 + 9 ? null : code;

    private static ImmutableArray<EnvironmentVariableSnapshot> Environment(List<EnvVar>? effective, List<EnvVar>? spec)
    {
        var own = (spec ?? []).Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
        return [.. (effective ?? [])
            .OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .Select(variable => new EnvironmentVariableSnapshot(variable.Name, variable.Value ?? "", own.Contains(variable.Name)))];
    }

    public static ImmutableArray<UrlSnapshot> Urls(Workload workload, bool isRunning) =>
        [.. workload.Urls.Select(url => url with { IsInactive = url.Name is not null && !isRunning })];

    /// <summary>The properties with some of them replaced or added.</summary>
    public static ImmutableArray<ResourcePropertySnapshot> With(
        this ImmutableArray<ResourcePropertySnapshot> properties, IReadOnlyCollection<ResourcePropertySnapshot> changes) =>
        [.. properties.Where(property => changes.All(change => change.Name != property.Name)), .. changes];
}
