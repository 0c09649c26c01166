using System.Net.Sockets;
using Garnet;
using SreCopilot.EmbeddedShared;

namespace SreCopilot.EmbeddedRedis;

/// <summary>The Garnet server, its files and its end.</summary>
internal sealed partial class RedisStore(RedisOptions options, ILogger log) : IEmbeddedStore
{
    private static readonly TimeSpan PingDeadline = TimeSpan.FromSeconds(2);

    private volatile bool _running;

    public async Task RunAsync(CancellationToken stopping)
    {
        LoopbackPort.ThrowIfTaken(options.Port, "REDIS_PORT");
        await using var dataLock = LockDataDirectory();

        using var server = Start();
        _running = true;
        LogReady(log, options.Port);
        await Task.Delay(Timeout.Infinite, stopping).ContinueWith(_ => { }, TaskScheduler.Default);

        LogStopping(log);
        _running = false;
        await server.Store.CommitAOFAsync(CancellationToken.None);
    }

    public async Task<bool> IsHealthyAsync(CancellationToken cancellation)
    {
        if (!_running)
        {
            return false;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(PingDeadline);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", options.Port, deadline.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), deadline.Token);
            var answer = new byte[7];
            await stream.ReadExactlyAsync(answer, deadline.Token);
            return answer.AsSpan().SequenceEqual("+PONG\r\n"u8);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private GarnetServer Start()
    {
        try
        {
            var server = new GarnetServer(GarnetArguments.For(options));
            server.Start();
            return server;
        }
        catch (Exception e) when (e is not EmbeddedStoreException)
        {
            throw new EmbeddedStoreException($"Garnet could not start with the data in {options.DataDirectory}: {e.Message}");
        }
    }

    /// <summary>Two servers on the same files would destroy them.</summary>
    private FileStream LockDataDirectory()
    {
        try
        {
            Directory.CreateDirectory(options.DataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedStoreException($"The data directory {options.DataDirectory} cannot be created: {e.Message} Set REDIS_DATA_DIR to another folder.");
        }

        try
        {
            return new FileStream(Path.Combine(options.DataDirectory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedStoreException($"The data directory {options.DataDirectory} cannot be written: {e.Message} Set REDIS_DATA_DIR to another folder.");
        }
        catch (IOException)
        {
            throw new EmbeddedStoreException(
                $"The data directory {options.DataDirectory} is in use by another server: stop that one, or set REDIS_DATA_DIR to another folder.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Garnet is ready on 127.0.0.1:{Port}.")]
    private static partial void LogReady(ILogger logger, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping Garnet...")]
    private static partial void LogStopping(ILogger logger);
}
