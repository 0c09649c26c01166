using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace SreCopilot.Benchmarks.WebSocketFanOut;

/// <summary>A program of the platform, started for this run and ended with it.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProgram(string path, int port, Dictionary<string, string> environment)
    {
        Port = port;
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public double ResidentMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    public static Task<ChildProgram> StartRedisAsync(int port, string folder)
    {
        var health = FreePort();
        return StartAsync(PathOf("Redis"), port, health, new()
        {
            ["REDIS_PORT"] = $"{port}",
            ["REDIS_DATA_DIR"] = folder,
            ["HEALTH_PORT"] = $"{health}",
        });
    }

    public static Task<ChildProgram> StartServiceAsync(string? path, int redisPort, Uri auth, string accessKey, string internalKey)
    {
        var port = FreePort();
        return StartAsync(path ?? PathOf("Service"), port, port, new()
        {
            ["SERVICE_PORT"] = $"{port}",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["JWT_SECRET_KEY"] = accessKey,
            ["INTERNAL_SERVICE_KEY"] = internalKey,
            ["ConnectionStrings__redis"] = $"127.0.0.1:{redisPort}",
            ["AUTH_SERVICE_URL"] = auth.AbsoluteUri,
            ["WebSockets__MaximumWaitingPerAddress"] = "10000",
            ["WebSockets__MaximumWaiting"] = "10000",
            ["Logging__LogLevel__Default"] = "Warning",
        });
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static string PathOf(string name) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!;

    private static async Task<ChildProgram> StartAsync(string path, int port, int healthPort, Dictionary<string, string> environment)
    {
        var program = new ChildProgram(path, port, environment);
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (program._process.HasExited)
            {
                throw new InvalidOperationException($"{path} ended with code {program._process.ExitCode}.");
            }

            try
            {
                if ((await http.GetAsync(new Uri($"http://127.0.0.1:{healthPort}/health"), deadline.Token)).IsSuccessStatusCode)
                {
                    return program;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50, deadline.Token);
        }
    }
}
