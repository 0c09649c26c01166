using System.Diagnostics;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>A short-lived helper command: npm, initdb, cp.</summary>
internal static class ChildProcess
{
    /// <summary>Runs it to its end and returns exit code and combined output. On cancellation the command is killed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        // The secrets of this process are nobody else's business.
        start.Environment.Remove("POSTGRES_PASSWORD");

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public static Task<(int ExitCode, string Output)> RunAsync(string file, string[] arguments, CancellationToken cancellation) =>
        RunAsync(new ProcessStartInfo(file, arguments), cancellation);

    /// <summary>True when the command is found on the PATH.</summary>
    public static bool Exists(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, command)));
}
