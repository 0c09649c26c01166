using System.Net.Sockets;
using Npgsql;
using SreCopilot.EmbeddedShared;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>From the options to a running server, and its end.</summary>
internal sealed partial class PostgresStore(PostgresOptions options, ILogger log) : IEmbeddedStore
{
    private const string CannotConnectNow = "57P03";

    private NpgsqlDataSource? _application;

    public async Task RunAsync(CancellationToken stopping)
    {
        LoopbackPort.ThrowIfTaken(options.Port, "POSTGRES_PORT");
        var account = await ServerAccount.ChooseAsync(options.DataDirectory, stopping);
        var binaries = await PostgresBinaries.FindAsync(options, account, log, stopping);
        var data = await DataDirectory.PrepareAsync(options, binaries, account, log, stopping);
        var socketFolder = data.SocketFolder(account);

        var server = await PostgresServer.StartAsync(
            binaries,
            account.CommandTiedToThread(binaries.Postgres, data.Path, ServerArguments(data.Path, socketFolder)));
        try
        {
            await PrepareApplicationAsync(server, socketFolder, stopping);
            LogReady(log, options.Port, options.Database, options.User);
            await server.Ended.WaitAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopping(log);
        }
        finally
        {
            await server.StopAsync();
            if (socketFolder != data.Path)
            {
                Directory.Delete(socketFolder, recursive: true);
            }
        }

        ThrowIfDied(server, stopping);
    }

    public async Task<bool> IsHealthyAsync(CancellationToken cancellation)
    {
        if (_application is not { } application)
        {
            return false;
        }

        try
        {
            await using var command = application.CreateCommand("SELECT 1");
            return await command.ExecuteScalarAsync(cancellation) is 1;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    private async Task PrepareApplicationAsync(PostgresServer server, string socketFolder, CancellationToken stopping)
    {
        await using var superuser = await ConnectAsync(server, socketFolder, stopping);
        if (superuser is null)
        {
            return;
        }

        await ApplicationDatabase.EnsureAsync(superuser, options, stopping);
        _application = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = options.Port,
            Database = options.Database,
            Username = options.User,
            Password = options.Password,
            MaxPoolSize = 2,
            Timeout = 2,
            CommandTimeout = 2,
        });
    }

    /// <summary>Waits through start and crash recovery, however long; null when the server ended instead.</summary>
    private async Task<NpgsqlConnection?> ConnectAsync(PostgresServer server, string socketFolder, CancellationToken stopping)
    {
        while (!server.Ended.IsCompleted)
        {
            try
            {
                return await Superuser.ConnectAsync(socketFolder, options.Port, "postgres", stopping);
            }
            catch (NpgsqlException e) when (e.InnerException is SocketException or IOException || e.SqlState == CannotConnectNow)
            {
                await Task.WhenAny(server.Ended, Task.Delay(50, stopping));
                stopping.ThrowIfCancellationRequested();
            }
        }

        return null;
    }

    private IEnumerable<string> ServerArguments(string data, string socketFolder)
    {
        Dictionary<string, string> settings = new()
        {
            ["port"] = $"{options.Port}",
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = OperatingSystem.IsWindows() ? socketFolder.Replace('\\', '/') : socketFolder,
            ["unix_socket_permissions"] = "0700",
            // 14 services with their pools.
            ["max_connections"] = "200",
            ["shared_buffers"] = "128MB",
            ["logging_collector"] = "off",
            ["log_destination"] = "stderr",
            ["log_line_prefix"] = "%m [%p] %q%u@%d ",
            ["log_checkpoints"] = "off",
            ["log_timezone"] = "UTC",
            ["timezone"] = "UTC",
        };
        return ["-D", data, .. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })];
    }

    private static void ThrowIfDied(PostgresServer server, CancellationToken stopping)
    {
        var exitCode = server.Ended.Result;
        if (!stopping.IsCancellationRequested && exitCode != 0)
        {
            throw new EmbeddedStoreException($"PostgreSQL ended by itself with exit code {exitCode}: its own messages above say why.");
        }

        if (!stopping.IsCancellationRequested)
        {
            throw new EmbeddedStoreException("PostgreSQL was stopped by somebody else; start it again when it is needed.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL is ready on 127.0.0.1:{Port}, database {Database}, role {Role}.")]
    private static partial void LogReady(ILogger logger, int port, string database, string role);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping PostgreSQL...")]
    private static partial void LogStopping(ILogger logger);
}
