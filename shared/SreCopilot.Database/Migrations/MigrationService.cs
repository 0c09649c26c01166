using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace SreCopilot.Database;

/// <summary>
/// Migrates in the background until it succeeds. A missing database, or one that does not fit this program, leaves the
/// service alive and not ready: a log line says why, and nothing restarts in a loop.
/// </summary>
internal sealed partial class MigrationService(
    SchemaMigrator migrator, DatabaseReadiness readiness, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<MigrationService> logger) : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = FirstDelay;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                readiness.Ready(await migrator.MigrateAsync(stoppingToken));
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Report(e, delay);
            }

            await Task.Delay(delay, time, stoppingToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private void Report(Exception e, TimeSpan delay)
    {
        var seconds = delay.TotalSeconds;
        if (DatabaseFaults.IsUnavailable(e))
        {
            var address = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString);
            var reason = DatabaseFaults.Describe(e);
            readiness.NotReady($"PostgreSQL at {address.Host}:{address.Port}/{address.Database}: {reason}");
            LogWaiting(address.Host, address.Port, address.Database, reason, seconds);
        }
        else if (e is SchemaException)
        {
            readiness.NotReady(e.Message);
            LogRefused(e.Message, seconds);
        }
        else
        {
            readiness.NotReady("the migrations failed");
            LogFailed(e, seconds);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Waiting for PostgreSQL at {Host}:{Port}/{Database}: {Reason}. Trying again in {Seconds} s")]
    private partial void LogWaiting(string? host, int port, string? database, string reason, double seconds);

    [LoggerMessage(LogLevel.Critical, "Not serving: {Reason}. Looking again in {Seconds} s")]
    private partial void LogRefused(string reason, double seconds);

    [LoggerMessage(LogLevel.Critical, "Migrating failed. Trying again in {Seconds} s")]
    private partial void LogFailed(Exception exception, double seconds);
}
