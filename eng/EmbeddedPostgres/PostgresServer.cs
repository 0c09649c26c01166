using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>The server process. It ends with this process, however that ends.</summary>
internal sealed partial class PostgresServer
{
    private const int SigInt = 2;
    private const int SigQuit = 3;
    // The last checkpoint can take long on a busy disk, and the orchestrator kills this process after about six seconds.
    private static readonly TimeSpan FastShutdown = TimeSpan.FromSeconds(4);

    private readonly PostgresBinaries _binaries;
    private readonly TaskCompletionSource<Process> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PostgresServer(PostgresBinaries binaries) => _binaries = binaries;

    /// <summary>Completes with the exit code when the server has ended.</summary>
    public Task<int> Ended => _ended.Task;

    public static async Task<PostgresServer> StartAsync(PostgresBinaries binaries, ProcessStartInfo start)
    {
        var server = new PostgresServer(binaries);
        // The kernel ties a child to the thread that started it, not to the process: this one lives as long as the server.
        new Thread(() => server.Run(start)) { IsBackground = true, Name = "postgres" }.Start();
        await server._started.Task;
        return server;
    }

    /// <summary>Fast shutdown: clients are disconnected and everything is written; returns when the server has ended.</summary>
    public async Task StopAsync()
    {
        var process = await _started.Task;
        if (Ended.IsCompleted)
        {
            return;
        }

        await SignalAsync(process, SigInt);
        if (await Task.WhenAny(Ended, Task.Delay(FastShutdown)) != Ended)
        {
            // Immediate shutdown; the next start recovers from the log.
            await SignalAsync(process, SigQuit);
        }

        await Ended;
    }

    private void Run(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        try
        {
            using var process = Process.Start(start)!;
            using var guard = StartGuard(process.Id);
            _started.SetResult(process);
            process.WaitForExit();
            _ended.SetResult(process.ExitCode);
        }
        catch (Exception e) when (_started.TrySetException(e))
        {
            // Reported to StartAsync.
        }
    }

    /// <summary>macOS has no parent-death signal: a shell that waits for the end of a pipe from this process does the same.</summary>
    private static Process? StartGuard(int server) => OperatingSystem.IsMacOS()
        ? Process.Start(new ProcessStartInfo("sh", ["-c", "trap '' INT TERM HUP; read -r _; kill -INT \"$1\" 2>/dev/null", "sh", $"{server}"]) { RedirectStandardInput = true })
        : null;

    private async Task SignalAsync(Process process, int signal)
    {
        if (OperatingSystem.IsWindows())
        {
            await ChildProcess.RunAsync(_binaries.PgCtl, ["kill", signal == SigInt ? "INT" : "QUIT", $"{process.Id}"], CancellationToken.None);
        }
        else
        {
            _ = Kill(process.Id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
