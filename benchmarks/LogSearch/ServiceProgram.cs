using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace SreCopilot.Benchmarks.LogSearch;

/// <summary>A program of the platform, started for this run and ended with it.</summary>
internal sealed class ServiceProgram : IAsyncDisposable
{
    private readonly Process _process;

    private ServiceProgram(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<ServiceProgram> StartAsync(string name, Func<int, Dictionary<string, string>> environmentOf, int? port = null)
    {
        var listening = port ?? FreePort();
        var path = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!;
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in environmentOf(listening))
        {
            start.Environment[variable] = value;
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            try
            {
                if ((await http.GetAsync(new Uri($"http://127.0.0.1:{listening}/health"), deadline.Token)).IsSuccessStatusCode)
                {
                    return new ServiceProgram(process, listening);
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(50, deadline.Token);
        }
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
}
