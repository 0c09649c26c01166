using System.Diagnostics;
using System.Reflection;

namespace SreCopilot.Tests;

/// <summary>A real server that speaks the Redis protocol: the program eng/EmbeddedRedis on a free port of 127.0.0.1. One is
/// shared by all tests; a test that stops it makes its own.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private static readonly string Program = typeof(RedisServer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "EmbeddedRedis").Value!;

    private readonly string _folder = Directory.CreateTempSubdirectory("srecopilot-redis-").FullName;
    private Process? _process;

    /// <summary>The one that is started before the first test.</summary>
    public static RedisServer Shared { get; private set; } = null!;

    public int Port { get; } = TestPort.Free();

    /// <summary>A command takes longer only when it hangs, however busy the machine is.</summary>
    public string ConnectionString => $"127.0.0.1:{Port},connectTimeout=2000,asyncTimeout=60000,syncTimeout=60000";

    /// <summary>Forgets everything; only while it is stopped.</summary>
    public void DeleteData() => Directory.Delete(Path.Combine(_folder, "data"), recursive: true);

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Shared ??= this;
    }

    public async Task StartAsync()
    {
        var healthPort = TestPort.Free();
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REDIS_PORT"] = $"{Port}";
        start.Environment["REDIS_DATA_DIR"] = Path.Combine(_folder, "data");
        start.Environment["HEALTH_PORT"] = $"{healthPort}";
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{healthPort}") };
        await Wait.UntilAsync(IsHealthyAsync);

        async Task<bool> IsHealthyAsync()
        {
            Assert.False(_process.HasExited, "The Redis server did not start.");
            try
            {
                return (await http.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }

    /// <summary>Ends the server; connections are cut.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
