using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Resources without a process: connection strings, databases inside a server.</summary>
internal static partial class PassiveResources
{
    public static async Task StartAsync(
        IResource resource,
        ResourceNotificationService notifications,
        ResourceLoggerService logs,
        IDistributedApplicationEventing eventing,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(
            new InitializeResourceEvent(resource, eventing, logs, notifications, services), cancellationToken);
        if (resource is IResourceWithConnectionString source and not ParameterResource)
        {
            await PublishConnectionStringAsync(source, notifications, logs, eventing, services, cancellationToken);
        }
    }

    private static async Task PublishConnectionStringAsync(
        IResourceWithConnectionString resource,
        ResourceNotificationService notifications,
        ResourceLoggerService logs,
        IDistributedApplicationEventing eventing,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        try
        {
            var value = await resource.GetConnectionStringAsync(cancellationToken);
            // Inside a server, it lives as long as that; on its own, it is there as soon as its value is.
            var standsAlone = resource is not IResourceWithParent;
            await notifications.PublishUpdateAsync(resource, snapshot => snapshot with
            {
                State = standsAlone ? new ResourceStateSnapshot(KnownResourceStates.Running, KnownResourceStateStyles.Success) : snapshot.State,
                Properties = snapshot.Properties.With([new(CustomResourceKnownProperties.ConnectionString, value) { IsSensitive = true }]),
            });
            await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken);
        }
        catch (MissingParameterValueException e)
        {
            LogMissing(logs.GetLogger(resource), e.Message);
            await notifications.PublishUpdateAsync(resource, snapshot => snapshot with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Error),
            });
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
    private static partial void LogMissing(ILogger logger, string reason);
}
