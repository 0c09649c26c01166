using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <summary>Writes the console logs of all resources to the log of the AppHost too; meant for tests.</summary>
internal sealed partial class ResourceLogForwarder(
    ResourceNotificationService notifications, ResourceLoggerService logs, IHostEnvironment environment, ILoggerFactory loggers) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var followed = new HashSet<string>(StringComparers.ResourceName);
        await foreach (var update in notifications.WatchAsync(stoppingToken))
        {
            if (followed.Add(update.ResourceId))
            {
                _ = FollowAsync(update.ResourceId, stoppingToken);
            }
        }
    }

    private async Task FollowAsync(string resourceId, CancellationToken stoppingToken)
    {
        var logger = loggers.CreateLogger($"{environment.ApplicationName}.Resources.{resourceId}");
        try
        {
            await foreach (var batch in logs.WatchAsync(resourceId).WithCancellation(stoppingToken))
            {
                foreach (var line in batch)
                {
                    LogLine(logger, line.IsErrorMessage ? LogLevel.Error : LogLevel.Information, line.LineNumber, line.Content);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The AppHost stops.
        }
    }

    [LoggerMessage(EventId = 0, Message = "{LineNumber}: {LineContent}")]
    private static partial void LogLine(ILogger logger, LogLevel level, int lineNumber, string lineContent);
}
