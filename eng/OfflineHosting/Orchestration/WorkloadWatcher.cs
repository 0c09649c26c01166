using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Dcp.Model;
using Aspire.Hosting.Eventing;
using k8s;

namespace Aspire.Hosting.Orchestration;

/// <summary>Follows what DCP reports and publishes it as the state of the resources.</summary>
internal sealed class WorkloadWatcher(
    DcpClient dcp,
    IEnumerable<Workload> workloads,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IDistributedApplicationEventing eventing,
    IServiceProvider services)
{
    private readonly LogCollector _collector = new(dcp, logs);
    private readonly Dictionary<string, (Workload Workload, WorkloadInstance Instance)> _instances = workloads
        .SelectMany(workload => workload.Instances.Select(instance => (workload, instance)))
        .ToDictionary(item => item.instance.Id, StringComparer.Ordinal);

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        WatchAsync<DcpExecutable>(executable => executable.Status, WorkloadSnapshot.Update, cancellationToken),
        _instances.Values.Any(item => item.Workload.IsContainer)
            ? WatchAsync<DcpContainer>(container => container.Status, WorkloadSnapshot.Update, cancellationToken)
            : Task.CompletedTask);

    private async Task WatchAsync<T>(
        Func<T, WorkloadStatus?> statusOf,
        Func<CustomResourceSnapshot, Workload, WorkloadInstance, T, CustomResourceSnapshot> update,
        CancellationToken cancellationToken)
        where T : DcpObject
    {
        await foreach (var (type, item) in dcp.WatchAsync<T>(cancellationToken))
        {
            if (type is WatchEventType.Added or WatchEventType.Modified
                && _instances.TryGetValue(item.Name, out var found)
                && found.Instance.PreviousUid != item.Metadata.Uid
                && statusOf(item) is { State.Length: > 0 } status)
            {
                found.Instance.Uid = item.Metadata.Uid;
                await OnChangeAsync(found.Workload, found.Instance, status, snapshot => update(snapshot, found.Workload, found.Instance, item), cancellationToken);
            }
        }
    }

    private async Task OnChangeAsync(
        Workload workload,
        WorkloadInstance instance,
        WorkloadStatus status,
        Func<CustomResourceSnapshot, CustomResourceSnapshot> update,
        CancellationToken cancellationToken)
    {
        var before = instance.State;
        instance.State = status.State;
        instance.ProcessId = status.ProcessId;
        await notifications.PublishUpdateAsync(workload.Resource, instance.Id, update);

        var final = DcpStates.IsFinal(status.State);
        var started = status.State == DcpStates.Running || (final && status.State != DcpStates.FailedToStart);
        if (started && !HadStarted(before))
        {
            instance.LogCopy = _collector.CopyAsync(workload, instance, cancellationToken);
        }

        if (final && !DcpStates.IsFinal(before))
        {
            if (status.State == DcpStates.FailedToStart)
            {
                await _collector.CopyReasonsAsync(workload, instance, cancellationToken);
            }

            instance.Ended.TrySetResult();
            if (notifications.TryGetCurrentState(instance.Id, out var current))
            {
                await eventing.PublishAsync(
                    new ResourceStoppedEvent(workload.Resource, services, current), EventDispatchBehavior.NonBlockingSequential, cancellationToken);
            }
        }

        await PublishChildrenAsync(workload, status);
    }

    private static bool HadStarted(string? state) => state is DcpStates.Running or DcpStates.Stopping || DcpStates.IsFinal(state);

    /// <summary>Resources that live inside another one (a database in a server) share its state.</summary>
    private async Task PublishChildrenAsync(Workload workload, WorkloadStatus status)
    {
        foreach (var child in services.ChildrenOf(workload.Resource))
        {
            await notifications.PublishUpdateAsync(child, snapshot => snapshot with
            {
                State = WorkloadSnapshot.StateText(status.State),
                StartTimeStamp = status.StartupTimestamp,
                StopTimeStamp = status.FinishTimestamp,
            });
        }
    }
}
