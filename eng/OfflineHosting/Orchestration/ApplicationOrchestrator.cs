using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dcp;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs the whole model on DCP, from the start of the host to its end.</summary>
internal sealed partial class ApplicationOrchestrator(
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext execution,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IDistributedApplicationEventing eventing,
    HealthMonitor health,
    RunEnvironment runEnvironment,
    ParameterProcessor parameters,
    AppHostLocation location,
    DistributedApplicationOptions options,
    IConfiguration configuration,
    IServiceProvider services,
    ILogger<ApplicationOrchestrator> logger) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan OrderlyStopTimeout = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _starting = new();
    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyList<Workload> _workloads = [];
    private DcpSession? _session;
    private WorkloadRunner? _runner;
    private Task _background = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var randomizePorts = configuration.GetValue("DcpPublisher:RandomizePorts", false);
        var applicationId = configuration["AppHost:Sha256"]![..8].ToLowerInvariant();
        _workloads = WorkloadPlan.Build(model, applicationId);
        foreach (var workload in _workloads)
        {
            workload.Resource.Annotations.Add(new ResourceInstancesAnnotation(
                [.. workload.Instances.Select((instance, index) => new ResourceInstance(instance.Id, instance.Suffix, index))]));
            if (workload.Resource.Name != KnownNames.Dashboard)
            {
                LifecycleCommands.Add(workload.Resource);
            }
        }

        await parameters.InitializeParametersAsync(model);
        await PublishInitialStateAsync();
        _session = await DcpSession.StartAsync(AspireTools.FindDcp(configuration, location.ToolSearchFolders), logger, cancellationToken);
        if (_workloads.Any(workload => workload.IsContainer))
        {
            await _session.Client.CreateAsync(ContainerSpecs.Network(_workloads, applicationId), cancellationToken);
        }

        await EndpointAllocator.AllocateAsync(_session.Client, _workloads, randomizePorts, cancellationToken);
        await PublishEndpointsAsync(cancellationToken);

        _runner = new WorkloadRunner(_session.Client, notifications, logs, eventing, runEnvironment, execution, options.Assembly, services);
        var watcher = new WorkloadWatcher(_session.Client, _workloads, notifications, logs, eventing, services);
        _background = Task.WhenAll(
            Guarded(watcher.RunAsync(_stopping.Token)),
            Guarded(health.RunAsync(_stopping.Token)),
            Guarded(RunResourcesAsync(_runner)));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_session is null)
        {
            return;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(OrderlyStopTimeout);
        await _starting.CancelAsync();
        // The dashboard is last: until then it receives telemetry, and shows what is still there.
        var order = new StopOrder([.. _workloads.Where(workload => workload.Resource.Name != KnownNames.Dashboard && !workload.IsPersistent)]);
        await order.RunAsync(workload => Task.WhenAll(workload.Instances.Select(instance =>
            Guarded(_runner!.StopForGoodAsync(workload, instance, deadline.Token)))));

        await _stopping.CancelAsync();
        await _session.DisposeAsync();
        _session = null;
        await _background;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _starting.Dispose();
        _stopping.Dispose();
    }

    public async Task StartResourceAsync(string id, CancellationToken cancellationToken)
    {
        var (workload, instance) = Find(id);
        if (workload.PendingStart is { } waiting)
        {
            await waiting.CancelAsync(); // start now, whatever it was waiting for
            return;
        }

        if (workload.WaitsForValues)
        {
            throw new DistributedApplicationException(
                $"'{workload.Resource.Name}' waits for a parameter that has no value. Set it (the parameters show how) and start the application again.");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _starting.Token);
        await _runner!.StartAsync(workload, [instance], either.Token);
    }

    public async Task StopResourceAsync(string id, CancellationToken cancellationToken)
    {
        var (workload, instance) = Find(id);
        await _runner!.StopAsync(workload, instance, cancellationToken);
    }

    public async Task RestartResourceAsync(string id, CancellationToken cancellationToken)
    {
        await StopResourceAsync(id, cancellationToken);
        await StartResourceAsync(id, cancellationToken);
    }

    private async Task PublishInitialStateAsync()
    {
        foreach (var resource in model.Resources)
        {
            await notifications.PublishUpdateAsync(resource, snapshot => InitialState.Of(resource, snapshot));
        }

        // Not awaited: handlers may wait for other resources.
        foreach (var resource in model.Resources)
        {
            _ = Guarded(eventing.PublishAsync(
                new InitializeResourceEvent(resource, eventing, logs, notifications, services), _starting.Token));
        }
    }

    private async Task PublishEndpointsAsync(CancellationToken cancellationToken)
    {
        foreach (var workload in _workloads)
        {
            var resource = workload.Resource;
            try
            {
                workload.Urls = await ResourceUrlEvaluator.EvaluateAsync(resource, execution, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNoLinks(logger, resource.Name, e); // a callback of the AppHost failed; a link is no reason not to start
            }

            await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { Urls = WorkloadSnapshot.Urls(workload, isRunning: false) });
            await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
        }
    }

    private async Task RunResourcesAsync(WorkloadRunner runner)
    {
        var stopping = _starting.Token;
        var others = _workloads.Select(workload =>
            ConnectionStrings.PublishAsync(workload.Resource, notifications, logs, eventing, services, stopping));
        var started = _workloads
            .Where(workload => !workload.Resource.Annotations.OfType<ExplicitStartupAnnotation>().Any())
            .Select(workload => runner.StartAsync(workload, workload.Instances, stopping));
        await Task.WhenAll(others.Concat(started));
        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), stopping);
    }

    private (Workload Workload, WorkloadInstance Instance) Find(string id)
    {
        foreach (var workload in _workloads)
        {
            if (workload.Instances.FirstOrDefault(instance => StringComparers.ResourceName.Equals(instance.Id, id)) is { } instance)
            {
                return (workload, instance);
            }
        }

        throw new DistributedApplicationException($"There is no running resource '{id}'.");
    }

    private async Task Guarded(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            // The application is ending.
        }
        catch (Exception e)
        {
            LogFailed(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The links of resource '{Resource}' could not be worked out.")]
    private static partial void LogNoLinks(ILogger logger, string resource, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The orchestrator met an error.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
