using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Runs commands on resources.</summary>
public partial class ResourceCommandService
{
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceLoggerService _loggers;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(ResourceNotificationService notifications, ResourceLoggerService loggers, IServiceProvider services)
    {
        _notifications = notifications;
        _loggers = loggers;
        _services = services;
    }

    /// <summary>Runs a command on one instance of a resource.</summary>
    /// <param name="resourceId">The name of the instance, or of a resource with one instance.</param>
    /// <param name="commandName">The name of the command.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>How it ended.</returns>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        _notifications.TryGetCurrentState(resourceId, out var found)
            ? ExecuteOneAsync(found.Resource, found.ResourceId, commandName, cancellationToken)
            : Task.FromResult(CommandResults.Failure($"Resource '{resourceId}' not found."));

    /// <summary>Runs a command on all instances of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">The name of the command.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>How it ended: the first failure, if any.</returns>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var results = await Task.WhenAll(resource.GetResolvedResourceNames().Select(id => ExecuteOneAsync(resource, id, commandName, cancellationToken)));
        return results.FirstOrDefault(result => !result.Success) ?? CommandResults.Success();
    }

    private async Task<ExecuteCommandResult> ExecuteOneAsync(IResource resource, string id, string commandName, CancellationToken cancellationToken)
    {
        var log = _loggers.GetLogger(id);
        var command = resource.Annotations.OfType<ResourceCommandAnnotation>().LastOrDefault(candidate => candidate.Name == commandName);
        if (command is null)
        {
            return CommandResults.Failure($"Command '{commandName}' not available for resource '{resource.Name}'.");
        }

        try
        {
            var result = await command.ExecuteCommand(new ExecuteCommandContext
            {
                ServiceProvider = _services,
                ResourceName = id,
                CancellationToken = cancellationToken,
                Logger = log,
            });
            if (result.Success)
            {
                LogExecuted(log, commandName);
            }
            else
            {
                LogFailed(log, commandName, result.Message, null);
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
#pragma warning disable CA1031 // A command is code of the AppHost's author: whatever it throws is the command's result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(log, commandName, exception.Message, exception);
            return CommandResults.Failure($"Command '{commandName}' failed: {exception.Message}");
        }
    }

    [LoggerMessage(LogLevel.Information, "Command '{Command}' was executed.")]
    private static partial void LogExecuted(ILogger logger, string command);

    [LoggerMessage(LogLevel.Error, "Command '{Command}' failed: {Message}")]
    private static partial void LogFailed(ILogger logger, string command, string? message, Exception? exception);
}
