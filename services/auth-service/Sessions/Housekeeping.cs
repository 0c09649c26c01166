using SreCopilot.Database;

namespace SreCopilot.AuthService.Sessions;

/// <summary>Removes what has run out, once an hour. Deleting twice does no harm, so replicas need not agree on who does it.</summary>
internal sealed partial class Housekeeping(ServiceDatabase database, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (Exception e) when (DatabaseFaults.IsUnavailable(e))
            {
                LogSkipped(e.Message);
            }
        }
    }

    private async Task CleanAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var session = await database.OpenAsSystemAsync(cancel);
        var sessions = await session.ExecuteAsync($"delete from sessions where expires_at < {now}", cancel);
        var throttles = await session.ExecuteAsync($"delete from throttles where busy_until < {now}", cancel);
        var revocations = await session.ExecuteAsync($"delete from revocations where expires_at < {now}", cancel);
        await session.CommitAsync(cancel);
        LogCleaned(sessions, throttles, revocations);
    }

    [LoggerMessage(LogLevel.Information, "Removed {Sessions} expired sessions, {Throttles} idle throttles and {Revocations} old revocations")]
    private partial void LogCleaned(int sessions, int throttles, int revocations);

    [LoggerMessage(LogLevel.Warning, "Housekeeping was skipped: {Reason}")]
    private partial void LogSkipped(string reason);
}
