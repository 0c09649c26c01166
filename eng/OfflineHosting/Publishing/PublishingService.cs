using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>Publishes the application once it has started, and stops it. A failure is said in words and by the exit code.</summary>
internal sealed partial class PublishingService(
    ManifestPublisher publisher, IHostApplicationLifetime lifetime, ILogger<PublishingService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Stopping the host while it starts would look like a failed start.
        var started = new TaskCompletionSource();
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            var path = await publisher.PublishAsync(stoppingToken);
            LogPublished(path);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogCanceled();
            Environment.ExitCode = 1;
        }
#pragma warning disable CA1031 // Whatever goes wrong, from the model to the disk, is the result of publishing.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception.Message, exception is DistributedApplicationException ? null : exception);
            Environment.ExitCode = 1;
        }

        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "Published manifest to: {Path}")]
    private partial void LogPublished(string path);

    [LoggerMessage(LogLevel.Error, "Publishing failed, no manifest was written: {Message}")]
    private partial void LogFailed(string message, Exception? exception);

    [LoggerMessage(LogLevel.Error, "Publishing was canceled, no manifest was written.")]
    private partial void LogCanceled();
}
