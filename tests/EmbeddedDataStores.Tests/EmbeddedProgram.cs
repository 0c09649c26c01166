using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace SreCopilot.EmbeddedDataStores.Tests;

internal enum Signal
{
    Kill = 9,
    Terminate = 15,
}

/// <summary>One of the two programs, started as the AppHost would start it.</summary>
internal sealed partial class EmbeddedProgram : IAsyncDisposable
{
    // Only a hang reaches it.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly HttpClient Http = new();

    private readonly StringBuilder _output = new();
    private readonly Process _process;
    private readonly int _healthPort;

    public EmbeddedProgram(string name, Dictionary<string, string> environment)
    {
        _healthPort = TestPort.Free();
        var start = new ProcessStartInfo(PathOf(name))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HEALTH_PORT"] = $"{_healthPort}" },
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Collect;
        _process.ErrorDataReceived += Collect;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int ProcessId => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static string PathOf(string name) => string.Format(
        CultureInfo.InvariantCulture,
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProgramFolder").Value!,
        name);

    public async Task WaitUntilHealthyAsync() =>
        await Wait.UntilAsync(async () =>
        {
            Assert.False(_process.HasExited, Output);
            return await HealthAsync() is HttpStatusCode.OK;
        });

    public async Task<HttpStatusCode?> HealthAsync()
    {
        try
        {
            using var response = await Http.GetAsync(new Uri($"http://127.0.0.1:{_healthPort}/health"));
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async Task<int> EndAsync(Signal signal)
    {
        Send(_process.Id, signal);
        return await ExitCodeAsync();
    }

    public static void Send(int process, Signal signal) => Assert.Equal(0, Kill(process, (int)signal));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await EndAsync(Signal.Terminate);
        }

        _process.Dispose();
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            lock (_output)
            {
                _output.AppendLine(line.Data);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
