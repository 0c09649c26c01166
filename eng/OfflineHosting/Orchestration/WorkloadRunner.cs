using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Dcp.Model;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts and stops workloads. What becomes of them is reported by <see cref="WorkloadWatcher"/>.</summary>
internal sealed partial class WorkloadRunner(
    DcpClient dcp,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IDistributedApplicationEventing eventing,
    RunEnvironment runEnvironment,
    DistributedApplicationExecutionContext execution,
    Assembly? appHost,
    IServiceProvider services)
{
    private static readonly TimeSpan ValuesDelay = TimeSpan.FromMilliseconds(300);
    // What follows SIGTERM needs a second or two; what does not is left to DCP, with all its descendants.
    private static readonly TimeSpan ProcessTimeout = TimeSpan.FromSeconds(5);
    // DCP itself kills what ignores SIGTERM after about six seconds.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LogTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Starts instances once their dependencies are ready. Failures end up in state and log, not here.</summary>
    public async Task StartAsync(Workload workload, IReadOnlyList<WorkloadInstance> instances, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            var resource = workload.Resource;
            await PublishAsync(workload, instances, Starting(workload));
            await WaitForDependenciesAsync(workload, cancellationToken);
            await PublishAsync(workload, instances, Starting(workload));
            await eventing.PublishAsync(new BeforeResourceStartedEvent(resource, services), cancellationToken);
            await CreateAsync(workload, instances, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application is ending.
        }
        catch (Exception e)
        {
            var logger = logs.GetLogger(workload.Resource);
            LogFailedToStart(logger, workload.Resource.Name, e.Message, e is DistributedApplicationException ? null : e);
            await PublishAsync(workload, instances, snapshot => snapshot with { State = KnownResourceStates.FailedToStart });
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    /// <summary>Stops an instance and waits until DCP has reported its end, so that it can be started again.</summary>
    public Task StopAsync(Workload workload, WorkloadInstance instance, CancellationToken cancellationToken) =>
        StopAsync(workload, instance, ended => ended.Ended.Task, cancellationToken);

    /// <summary>
    /// Stops an instance for good: waits only until its process is gone. DCP reports that half a second later, which
    /// would add up along a chain of resources that stop one after the other.
    /// </summary>
    public Task StopForGoodAsync(Workload workload, WorkloadInstance instance, CancellationToken cancellationToken) =>
        StopAsync(workload, instance, ended => Task.WhenAny(ended.Ended.Task, ended.WaitForProcessAsync(cancellationToken)), cancellationToken);

    private async Task StopAsync(Workload workload, WorkloadInstance instance, Func<WorkloadInstance, Task> endOf, CancellationToken cancellationToken)
    {
        await workload.Gate.WaitAsync(cancellationToken);
        try
        {
            if (instance.State is null || DcpStates.IsFinal(instance.State))
            {
                return;
            }

            instance.StopRequested = true;
            var end = endOf(instance);
            if (instance.AskProcessToEnd() && await Task.WhenAny(end, Task.Delay(ProcessTimeout, cancellationToken)) == end)
            {
                return;
            }

            await (workload.IsContainer
                ? dcp.StopAsync<DcpContainer>(instance.Id, cancellationToken)
                : dcp.StopAsync<DcpExecutable>(instance.Id, cancellationToken));
            await end.WaitAsync(StopTimeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new DistributedApplicationException(
                $"Resource '{workload.Resource.Name}' did not stop within {StopTimeout.TotalSeconds:0} seconds.");
        }
        finally
        {
            workload.Gate.Release();
        }
    }

    private async Task WaitForDependenciesAsync(Workload workload, CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        workload.PendingStart = wait;
        try
        {
            await notifications.WaitForDependenciesAsync(workload.Resource, wait.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var logger = logs.GetLogger(workload.Resource);
            LogForced(logger);
        }
        finally
        {
            workload.PendingStart = null;
        }
    }

    private async Task CreateAsync(Workload workload, IReadOnlyList<WorkloadInstance> instances, CancellationToken cancellationToken)
    {
        var logger = logs.GetLogger(workload.Resource);
        var values = await ResolveAsync(workload, instances, logger, cancellationToken);
        var arguments = values.Arguments.Select(argument => argument.Value).ToArray();
        workload.Arguments = [.. values.Arguments];
        if (values.Arguments.Any(argument => argument.IsSensitive))
        {
            LogSecretArgument(logger, workload.Resource.Name);
        }

        foreach (var instance in instances)
        {
            await RemovePreviousAsync(workload, instance, cancellationToken);
            (instance.State, instance.ProcessId) = ("", null);
            instance.StopRequested = false;
            instance.Ended = WorkloadInstance.NewSignal();
            var environment = values.EnvironmentVariables.ToDictionary(StringComparer.Ordinal);
            runEnvironment.AddTo(environment, workload, instance);
            if (workload.IsContainer)
            {
                await dcp.CreateAsync(
                    await ContainerSpecs.CreateAsync(workload, instance, environment, arguments, execution, cancellationToken), cancellationToken);
            }
            else
            {
                await dcp.CreateAsync(WorkloadSpec.ForProcess(workload, instance, environment, arguments, appHost), cancellationToken);
            }
        }
    }

    /// <summary>Environment and arguments; a value that does not exist yet (a missing parameter) is waited for, visibly.</summary>
    private async Task<IExecutionConfigurationResult> ResolveAsync(
        Workload workload, IReadOnlyList<WorkloadInstance> instances, ILogger logger, CancellationToken cancellationToken)
    {
        var resolving = ExecutionConfigurationBuilder.Create(workload.Resource)
            .WithArgumentsConfig()
            .WithEnvironmentVariablesConfig()
            .BuildAsync(execution, logger, cancellationToken);
        if (await Task.WhenAny(resolving, Task.Delay(ValuesDelay, cancellationToken)) != resolving)
        {
            LogWaitingForValues(logger);
            workload.WaitsForValues = true;
            await PublishAsync(workload, instances, snapshot => snapshot with { State = KnownResourceStates.Waiting });
        }

        try
        {
            var values = await resolving;
            return values.Exception is { } problem ? throw problem : values;
        }
        finally
        {
            workload.WaitsForValues = false;
        }
    }

    /// <summary>The object of an earlier run still has the name; its output goes with it, so that is read to the end first.</summary>
    private async Task RemovePreviousAsync(Workload workload, WorkloadInstance instance, CancellationToken cancellationToken)
    {
        if (instance.State is null)
        {
            return;
        }

        await Task.WhenAny(instance.LogCopy, Task.Delay(LogTimeout, cancellationToken));
        instance.PreviousUid = instance.Uid;
        instance.Uid = null;
        await (workload.IsContainer
            ? dcp.DeleteAsync<DcpContainer>(instance.Id, cancellationToken)
            : dcp.DeleteAsync<DcpExecutable>(instance.Id, cancellationToken));
    }

    private async Task PublishAsync(
        Workload workload, IReadOnlyList<WorkloadInstance> instances, Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        foreach (var instance in instances)
        {
            await notifications.PublishUpdateAsync(workload.Resource, instance.Id, change);
        }
    }

    private static Func<CustomResourceSnapshot, CustomResourceSnapshot> Starting(Workload workload) => snapshot => snapshot with
    {
        State = KnownResourceStates.Starting,
        ExitCode = null,
        StartTimeStamp = null,
        StopTimeStamp = null,
        HealthReports = InitialState.HealthReports(workload.Resource),
        ReadyHandlers = null,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for a value that this resource needs; see the parameters.")]
    private static partial void LogWaitingForValues(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed to start resource '{Resource}': {Reason}")]
    private static partial void LogFailedToStart(ILogger logger, string resource, string reason, Exception? exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Starting without waiting any longer, as asked.")]
    private static partial void LogForced(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "An argument of '{Resource}' contains a secret; every user of this machine can read command lines. Pass it by WithEnvironment.")]
    private static partial void LogSecretArgument(ILogger logger, string resource);
}
