using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.SyntheticService.Results;

/// <summary>Removes results that are older than they are kept; in small pieces, so that nobody waits for it.</summary>
internal sealed partial class ResultCleanup(ServiceDatabase database, IOptions<ResultOptions> options, TimeProvider time, ILogger<ResultCleanup> logger) : BackgroundService
{
    private const int Piece = 5000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(options.Value.CleanupMinutes));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                while (await RemoveAsync(stoppingToken) == Piece)
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

    private async Task<int> RemoveAsync(CancellationToken cancel)
    {
        var before = time.GetUtcNow().AddDays(-options.Value.KeepDays);
        // As system: the results of all tenants. Several replicas take different ones.
        await using var session = await database.OpenAsSystemAsync(cancel);
        var removed = await session.ExecuteAsync(
            $"delete from results where id in (select id from results where started_at < {before} order by started_at limit {Piece} for update skip locked)", cancel);
        await session.CommitAsync(cancel);
        return removed;
    }

    [LoggerMessage(LogLevel.Error, "Removing old results failed")]
    private partial void LogFailed(Exception exception);
}
