using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Repeats the dashboard's own errors on the console of the AppHost, and nothing else of what it prints.</summary>
internal sealed partial class DashboardLog(ResourceLoggerService logs, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("Aspire.Hosting.Dashboard");

    public async Task FollowAsync(IResource dashboard, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in logs.WatchAsync(dashboard).WithCancellation(cancellationToken))
            {
                foreach (var line in batch)
                {
                    Repeat(line.Content);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The application is ending; what the dashboard says about losing its server is no news.
        }
    }

    private void Repeat(string line)
    {
        // Time, blank, JSON.
        var start = line.IndexOf('{', StringComparison.Ordinal);
        if (start < 0)
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(line.AsMemory(start));
            var entry = json.RootElement;
            if (entry.TryGetProperty("LogLevel", out var level) && level.GetString() is "Error" or "Critical"
                && entry.TryGetProperty("Message", out var message))
            {
                LogError(message.GetString() ?? "", entry.TryGetProperty("Exception", out var exception) ? exception.GetString() : null);
            }
        }
        catch (JsonException)
        {
            // Not a log entry.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Message} {Details}")]
    private partial void LogError(string message, string? details);
}
