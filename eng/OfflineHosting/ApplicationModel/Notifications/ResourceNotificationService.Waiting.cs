using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

public partial class ResourceNotificationService
{
    /// <summary>Waits until a resource is in a state.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="targetState">The state; <c>Running</c> by default.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends with the wait.</returns>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until a resource is in one of several states.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="targetStates">The states.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The state that it is in.</returns>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = await WaitForResourceAsync(resourceName, candidate => candidate.Snapshot.State?.Text is { } state && states.Contains(state), cancellationToken);
        return found.Snapshot.State!.Text;
    }

    /// <summary>Waits until a snapshot of a resource fulfills a condition.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="predicate">The condition.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The snapshot.</returns>
    public Task<ResourceEvent> WaitForResourceAsync(string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceName);
        ArgumentNullException.ThrowIfNull(predicate);
        return WaitAsync(
            candidate => (StringComparers.ResourceName.Equals(candidate.Resource.Name, resourceName) || StringComparers.ResourceName.Equals(candidate.ResourceId, resourceName)) && predicate(candidate),
            cancellationToken);
    }

    /// <summary>Waits until a resource runs and is healthy.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The snapshot.</returns>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    /// <summary>Waits until a resource runs and is healthy.</summary>
    /// <param name="resourceName">The name of the resource.</param>
    /// <param name="waitBehavior">What happens when the resource fails.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The snapshot.</returns>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var found = await WaitForResourceAsync(
            resourceName,
            candidate => IsReady(candidate.Snapshot) || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && IsTerminal(candidate.Snapshot)),
            cancellationToken);
        if (IsTerminal(found.Snapshot))
        {
            throw new DistributedApplicationException($"Stopped waiting for resource '{resourceName}' to become healthy because it is in the state '{found.Snapshot.State?.Text}'.");
        }

        await found.Snapshot.ReadyHandlers!.WaitAsync(cancellationToken);
        return found;
    }

    /// <summary>Waits for all that a resource waits for by <see cref="WaitAnnotation" />.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends with the wait.</returns>
    public async Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var waits = resource.Annotations.OfType<WaitAnnotation>().ToList();
        if (waits.Count == 0)
        {
            return;
        }

        await PublishUpdateAsync(resource, snapshot => snapshot with { State = KnownResourceStates.Waiting });
        await Task.WhenAll(waits.SelectMany(wait =>
            wait.Resource.GetResolvedResourceNames().Select(id => WaitForDependencyAsync(resource, wait, id, cancellationToken))));
    }

    private async Task WaitForDependencyAsync(IResource resource, WaitAnnotation wait, string id, CancellationToken cancellationToken)
    {
        var log = _resourceLoggers.GetLogger(resource);
        LogWaiting(log, wait.Resource.Name, wait.WaitType);
        var stopOnFailure = (wait.WaitBehavior ?? DefaultWaitBehavior) == WaitBehavior.StopOnResourceUnavailable;

        var reached = await WaitAsync(
            candidate => candidate.Resource == wait.Resource && candidate.ResourceId == id && wait.WaitType switch
            {
                WaitType.WaitForCompletion => IsTerminal(candidate.Snapshot),
                WaitType.WaitUntilStarted => IsStarted(candidate.Snapshot) || (stopOnFailure && IsTerminal(candidate.Snapshot)),
                _ => IsReady(candidate.Snapshot) || (stopOnFailure && IsTerminal(candidate.Snapshot)),
            },
            cancellationToken);

        var state = reached.Snapshot.State?.Text;
        if (wait.WaitType == WaitType.WaitForCompletion)
        {
            if (state == KnownResourceStates.FailedToStart || (reached.Snapshot.ExitCode is int exitCode && exitCode != wait.ExitCode))
            {
                throw new DistributedApplicationException(
                    $"Resource '{wait.Resource.Name}' ended in the state '{state}' with exit code {reached.Snapshot.ExitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(none)"}, but '{resource.Name}' waits for exit code {wait.ExitCode}.");
            }
        }
        else if (!IsStarted(reached.Snapshot))
        {
            throw new DistributedApplicationException($"Dependency resource '{wait.Resource.Name}' of '{resource.Name}' is in the state '{state}'.");
        }
        else if (reached.Snapshot.ReadyHandlers is { } handlers && wait.WaitType == WaitType.WaitUntilHealthy)
        {
            await handlers.WaitAsync(cancellationToken);
        }

        LogWaited(log, wait.Resource.Name);
    }

    private async Task<ResourceEvent> WaitAsync(Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping, cancellationToken);
        await foreach (var candidate in WatchAsync(either.Token))
        {
            if (predicate(candidate))
            {
                return candidate;
            }
        }

        throw new OperationCanceledException("The application stopped before the condition was met.");
    }

    private static bool IsTerminal(CustomResourceSnapshot snapshot) => snapshot.State?.Text is { } state && KnownResourceStates.TerminalStates.Contains(state);

    private static bool IsStarted(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text is { } state && (state == KnownResourceStates.Running || state == KnownResourceStates.Active);

    // Ready is more than healthy: the handlers of ResourceReadyEvent (which create databases, for example) were called.
    private static bool IsReady(CustomResourceSnapshot snapshot) =>
        snapshot is { HealthStatus: HealthStatus.Healthy, ReadyHandlers: not null };

    [LoggerMessage(LogLevel.Information, "Waiting for resource '{Dependency}' ({WaitType}).")]
    private static partial void LogWaiting(ILogger logger, string dependency, WaitType waitType);

    [LoggerMessage(LogLevel.Information, "Finished waiting for resource '{Dependency}'.")]
    private static partial void LogWaited(ILogger logger, string dependency);
}
