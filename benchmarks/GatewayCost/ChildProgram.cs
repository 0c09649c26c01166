using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace SreCopilot.Benchmarks.GatewayCost;

/// <summary>A program of the platform, started for this run and ended with it.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _folder;
    private readonly int _port;

    private ChildProgram(string path, int port, string? folder, Dictionary<string, string> environment)
    {
        (_port, _folder) = (port, folder);
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Address => $"127.0.0.1:{_port}";

    public Uri HttpAddress => new($"http://{Address}");

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<ChildProgram> StartRedisAsync()
    {
        var (port, health, folder) = (FreePort(), FreePort(), Directory.CreateTempSubdirectory("srecopilot-bench-").FullName);
        var program = new ChildProgram(PathOf("Redis"), port, folder, new()
        {
            ["REDIS_PORT"] = $"{port}",
            ["REDIS_DATA_DIR"] = Path.Combine(folder, "data"),
            ["HEALTH_PORT"] = $"{health}",
        });
        await program.WaitAsync(new Uri($"http://127.0.0.1:{health}/health"));
        return program;
    }

    public static async Task<ChildProgram> StartGatewayAsync(string? path, Uri service, string redis)
    {
        var port = FreePort();
        var program = new ChildProgram(path ?? PathOf("Gateway"), port, null, new()
        {
            ["SERVICE_PORT"] = $"{port}",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["JWT_SECRET_KEY"] = Keys.Access,
            ["INTERNAL_SERVICE_KEY"] = Keys.Internal,
            ["ENCRYPTION_KEY"] = Keys.Encryption,
            ["ConnectionStrings__redis"] = redis,
            ["ConnectionStrings__srecopilot"] = "Host=127.0.0.1;Port=1;Username=nobody;Password=no database is needed",
            ["AUTH_SERVICE_URL"] = service.AbsoluteUri,
            ["INCIDENT_SERVICE_URL"] = service.AbsoluteUri,
            ["RateLimits__GeneralPerMinute"] = "1000000",
            ["Logging__LogLevel__Default"] = "Warning",
        });
        await program.WaitAsync(new Uri(program.HttpAddress, "/health"));
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string PathOf(string name) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync(Uri health)
    {
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} ended with code {_process.ExitCode}.");
            }

            try
            {
                if ((await http.GetAsync(health, deadline.Token)).IsSuccessStatusCode)
                {
                    return;
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
