using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>A resource of the model that DCP runs: a project, an executable or a container.</summary>
internal sealed class Workload
{
    public required IResource Resource { get; init; }

    /// <summary>One for each replica.</summary>
    public required IReadOnlyList<WorkloadInstance> Instances { get; init; }

    public required IReadOnlyList<WorkloadEndpoint> Endpoints { get; init; }

    /// <summary>Its links; those of endpoints lead somewhere only while it runs.</summary>
    public ImmutableArray<UrlSnapshot> Urls { get; set; } = [];

    /// <summary>What the model passes to the program, without what it takes to run it.</summary>
    public IReadOnlyList<(string Value, bool IsSensitive)> Arguments { get; set; } = [];

    public bool IsContainer => Resource.IsContainer();

    /// <summary>A container that outlives the application and is found again by the next run.</summary>
    public bool IsPersistent => IsPersistentContainer(Resource);

    public static bool IsPersistentContainer(IResource resource) =>
        resource.Annotations.OfType<ContainerLifetimeAnnotation>().LastOrDefault()?.Lifetime == ContainerLifetime.Persistent;

    /// <summary>Held while the workload is being started or stopped, so that commands do not overtake each other.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Ends the wait for dependencies of a start that is under way.</summary>
    public CancellationTokenSource? PendingStart { get; set; }

    /// <summary>A value of its environment or arguments does not exist yet, so nothing can start it now.</summary>
    public bool WaitsForValues { get; set; }
}

/// <summary>One running copy of a workload; <see cref="Id"/> is its name in DCP and in the dashboard.</summary>
internal sealed partial class WorkloadInstance
{
    public required string Id { get; init; }

    /// <summary>The part of the id that tells replicas and runs apart (of a persistent container: applications); telemetry knows the instance by it.</summary>
    public required string Suffix { get; init; }

    /// <summary>The user, or the end of the application, asked for it to stop: its exit code is then no news.</summary>
    public bool StopRequested { get; set; }

    /// <summary>The state DCP reported last: null before the first start, empty while DCP has not said anything yet.</summary>
    public string? State { get; set; }

    /// <summary>The process of the current run, once it has one; containers have none here.</summary>
    public int? ProcessId { get; set; }

    /// <summary>Which object in DCP is the current run, and which was the one before: late news of that are dropped.</summary>
    public string? Uid { get; set; }

    public string? PreviousUid { get; set; }

    /// <summary>Set when the current run has ended.</summary>
    public TaskCompletionSource Ended { get; set; } = NewSignal();

    /// <summary>The copying of the current process's output; complete once all of it has arrived.</summary>
    public Task LogCopy { get; set; } = Task.CompletedTask;

    private const int SigTerm = 15;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <summary>Ends with the process of the current run; never, when it is not known.</summary>
    public async Task WaitForProcessAsync(CancellationToken cancellationToken)
    {
        if (ProcessId is not { } id)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }

    /// <summary>
    /// Asks the process itself to end, before DCP does: DCP first looks for all descendants of the process, which takes ten seconds and more
    /// for a PostgreSQL with 40 connections, each a process, and looks in vain for a process that ends meanwhile.
    /// </summary>
    /// <returns>Whether it was asked: not where the process is not known, and not on Windows.</returns>
    public bool AskProcessToEnd() => ProcessId is { } id && !OperatingSystem.IsWindows() && Kill(id, SigTerm) == 0;

    public static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>An endpoint of a workload and the DCP service that stands for it.</summary>
internal sealed record WorkloadEndpoint(EndpointAnnotation Annotation, string ServiceName);
