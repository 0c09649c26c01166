using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace SreCopilot.EndToEnd.Tests.Demo;

/// <summary>The program behind <c>./run --demo</c>, told by the same variables as the AppHost gives it.</summary>
internal sealed class DemoProgram : IAsyncDisposable
{
    private readonly StringBuilder _log = new();
    private readonly Process _process;
    private readonly string _health;

    public DemoProgram(RunningPlatform platform, string email, string password)
    {
        var port = TestPort.Free();
        _health = $"http://127.0.0.1:{port}/health";
        var program = typeof(DemoProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "DemoShopLive").Value!;
        _process = Process.Start(new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PLATFORM_URL"] = platform.GetAddress("frontend", "http").ToString(),
                ["DEMO_EMAIL"] = email,
                ["DEMO_PASSWORD"] = password,
                ["HEALTH_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            },
        })!;
        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += Note;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Waits until there is something to see.</summary>
    public async Task WaitUntilOpenAsync()
    {
        using var http = new HttpClient();
        await Wait.UntilAsync(async () =>
        {
            Assert.False(_process.HasExited, Log);
            try
            {
                return (await http.GetAsync(new Uri(_health), TestContext.Current.CancellationToken)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, TimeSpan.FromMinutes(6));
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>As the platform stops it.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await WaitForExitAsync();
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

    private void Note(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            _log.AppendLine(line.Data);
        }
    }
}
