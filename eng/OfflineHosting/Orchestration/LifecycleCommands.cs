using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Orchestration;

/// <summary>Start, stop and restart: on every workload, each offered only in states where it makes sense.</summary>
internal static class LifecycleCommands
{
    public static void Add(IResource resource)
    {
        resource.Annotations.Add(new ResourceCommandAnnotation(
            KnownResourceCommands.StartCommand,
            "Start",
            context => StartState(context.ResourceSnapshot.State?.Text),
            context => RunAsync(context, (orchestrator, id) => orchestrator.StartResourceAsync(id, context.CancellationToken)),
            "Start resource",
            parameter: null,
            confirmationMessage: null,
            iconName: "Play",
            iconVariant: IconVariant.Filled,
            isHighlighted: true));
        resource.Annotations.Add(new ResourceCommandAnnotation(
            KnownResourceCommands.StopCommand,
            "Stop",
            context => StopState(context.ResourceSnapshot.State?.Text),
            context => RunAsync(context, (orchestrator, id) => orchestrator.StopResourceAsync(id, context.CancellationToken)),
            "Stop resource",
            parameter: null,
            confirmationMessage: null,
            iconName: "Stop",
            iconVariant: IconVariant.Filled,
            isHighlighted: true));
        resource.Annotations.Add(new ResourceCommandAnnotation(
            KnownResourceCommands.RestartCommand,
            "Restart",
            context => RestartState(context.ResourceSnapshot.State?.Text),
            context => RunAsync(context, (orchestrator, id) => orchestrator.RestartResourceAsync(id, context.CancellationToken)),
            "Restart resource",
            parameter: null,
            confirmationMessage: null,
            iconName: "ArrowCounterclockwise",
            iconVariant: IconVariant.Regular,
            isHighlighted: false));
    }

    private static ResourceCommandState StartState(string? state) =>
        IsStarting(state) ? ResourceCommandState.Disabled
        : IsStopped(state) || IsWaiting(state) ? ResourceCommandState.Enabled
        : ResourceCommandState.Hidden;

    private static ResourceCommandState StopState(string? state) =>
        state == KnownResourceStates.Stopping ? ResourceCommandState.Disabled
        : state is null || IsStopped(state) || IsStarting(state) || IsWaiting(state) ? ResourceCommandState.Hidden
        : ResourceCommandState.Enabled;

    private static ResourceCommandState RestartState(string? state) =>
        state is null || IsStarting(state) || IsStopped(state) || IsWaiting(state) || state == KnownResourceStates.Stopping
            ? ResourceCommandState.Disabled
            : ResourceCommandState.Enabled;

    private static bool IsStopped(string? state) =>
        state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state ?? "");

    private static bool IsStarting(string? state) => state == KnownResourceStates.Starting;

    private static bool IsWaiting(string? state) =>
        state == KnownResourceStates.Waiting || state == KnownResourceStates.RuntimeUnhealthy;

    private static async Task<ExecuteCommandResult> RunAsync(ExecuteCommandContext context, Func<ApplicationOrchestrator, string, Task> command)
    {
        try
        {
            await command(context.ServiceProvider.GetRequiredService<ApplicationOrchestrator>(), context.ResourceName);
            return CommandResults.Success();
        }
        catch (DistributedApplicationException e)
        {
            return CommandResults.Failure(e);
        }
    }
}
