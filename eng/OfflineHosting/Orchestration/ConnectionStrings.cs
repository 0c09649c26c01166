using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Announces the connection strings of servers and of what lives inside them, once addresses are known.</summary>
internal static partial class ConnectionStrings
{
    /// <summary>The server first, then its children.</summary>
    public static async Task PublishAsync(
        IResource server,
        ResourceNotificationService notifications,
        ResourceLoggerService logs,
        IDistributedApplicationEventing eventing,
        IServiceProvider services,
        CancellationToken cancellationToken)
    {
        foreach (var resource in services.ChildrenOf(server).Prepend(server).OfType<IResourceWithConnectionString>())
        {
            try
            {
                // May wait for a parameter that has no value; whatever needs the connection string then waits as well.
                var value = await resource.GetConnectionStringAsync(cancellationToken);
                await notifications.PublishUpdateAsync(resource, snapshot => snapshot with
                {
                    Properties = snapshot.Properties.With([new(CustomResourceKnownProperties.ConnectionString, value) { IsSensitive = true }]),
                });
                await eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var logger = logs.GetLogger(resource);
                LogUnavailable(logger, resource.Name, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The connection string of '{Resource}' is not available: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string resource, string reason);
}
