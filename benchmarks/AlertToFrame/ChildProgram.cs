using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace SreCopilot.Benchmarks.AlertToFrame;

/// <summary>A program of the platform, started for this run and ended with it.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private readonly Process _process;

    private ChildProgram(string name, Dictionary<string, string> environment)
    {
        Name = name;
        var path = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == name).Value!;
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a program and waits until it is ready.</summary>
    public static async Task<ChildProgram> StartAsync(string name, int healthPort, Dictionary<string, string> environment)
    {
        var program = new ChildProgram(name, environment);
        using var http = new HttpClient();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            if (program._process.HasExited)
            {
                throw new InvalidOperationException($"{name} ended with code {program._process.ExitCode}.");
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
            // Not killed: PostgreSQL has processes of its own to end.
            using var end = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
