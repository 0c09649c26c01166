using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace SreCopilot.Scripts.Tests;

internal enum Signal
{
    HangUp = 1,
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}

/// <summary>A script of a <see cref="Repository"/> at work.</summary>
internal sealed partial class Script : IDisposable
{
    // Only a hang reaches it.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private Script(Repository repository, string script, string[] arguments, Dictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("/bin/bash", [repository.PathOf(script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = repository.Root,
            Environment =
            {
                ["PATH"] = repository.SearchPath,
                ["ConnectionStrings__srecopilot"] = "",
                ["ConnectionStrings__redis"] = "",
            },
        };
        // A run of its own: else the scripts would take the other tests of ./test for what they left behind.
        start.Environment.Remove("SRECOPILOT_RUN");
        foreach (var (key, value) in environment ?? [])
        {
            start.Environment[key] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Collect;
        _process.ErrorDataReceived += Collect;
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

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

    public static Script Start(Repository repository, string script, params string[] arguments) => new(repository, script, arguments, null);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        Repository repository, string script, string[] arguments, Dictionary<string, string>? environment = null)
    {
        using var running = new Script(repository, script, arguments, environment);
        return (await running.ExitCodeAsync(), running.Output);
    }

    public async Task<int> ExitCodeAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public async Task<int> EndAsync(Signal signal)
    {
        Assert.Equal(0, Kill(_process.Id, (int)signal));
        return await ExitCodeAsync();
    }

    public Task WaitForAsync(string text) => Wait.UntilAsync(() =>
    {
        Assert.False(_process.HasExited, Output);
        return Output.Contains(text, StringComparison.Ordinal);
    });

    public static bool IsRunning(int process) =>
        Directory.Exists($"/proc/{process}") && !File.ReadAllText($"/proc/{process}/status").Contains("State:\tZ", StringComparison.Ordinal);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
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
