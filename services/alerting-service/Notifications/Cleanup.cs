using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.AlertingService.Notifications;

/// <summary>Removes what is over and older than it is kept; in small pieces, so that nobody waits for it.</summary>
internal sealed partial class Cleanup(ServiceDatabase database, IOptions<LimitOptions> options, TimeProvider time, ILogger<Cleanup> logger) : BackgroundService
{
    private const int Piece = 2000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.CleanupMinutes));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                while (await RemoveAsync(stoppingToken))
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (!DatabaseFaults.IsUnavailable(exception))
                {
                    LogFailed(exception);
                }
            }
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> RemoveAsync(CancellationToken cancel)
    {
        var before = time.GetUtcNow().AddDays(-options.Value.KeepDays);
        // As system: of all tenants. Several replicas take different ones.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var notifications = await session.ExecuteAsync($"""
            delete from notifications where id in (select id from notifications where finished_at < {before} order by finished_at limit {Piece} for update skip locked)
            """, cancel);
        var alerts = await session.ExecuteAsync($"""
            delete from alerts where id in (select id from alerts where resolved_at < {before} order by resolved_at limit {Piece} for update skip locked)
            """, cancel);
        var problems = await session.ExecuteAsync($"""
            delete from problems where id in (select id from problems where closed_at < {before} order by closed_at limit {Piece} for update skip locked)
            """, cancel);
        await session.CommitAsync(cancel);
        return notifications == Piece || alerts == Piece || problems == Piece;
    }

    [LoggerMessage(LogLevel.Error, "Removing old alerts failed")]
    private partial void LogFailed(Exception exception);
}
