using System.Diagnostics;
using System.Reflection;

namespace OfflineHosting.Tests;

/// <summary>One of the AppHosts that were built with the tests, started as a program.</summary>
internal sealed class AppHostProgram
{
    private AppHostProgram(string assembly)
    {
        Assembly = assembly;

        // .../AppHost/bin/<configuration>/<framework>/AppHost.dll
        ProjectFolder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(assembly)!, "..", "..", ".."));
    }

    public string Assembly { get; }

    public string ProjectFolder { get; }

    public static AppHostProgram Find(string name) => new(typeof(AppHostProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(metadata => metadata.Key == "apphost").Select(metadata => metadata.Value!)
        .Single(path => path.Contains($"{Path.DirectorySeparatorChar}{name}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)));

    public async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. args])
        {
            WorkingDirectory = ProjectFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var cancellationToken = TestContext.Current.CancellationToken;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
