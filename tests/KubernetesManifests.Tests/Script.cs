using System.Diagnostics;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>What a script of infra/kubernetes/scripts answered.</summary>
internal sealed record Script(int ExitCode, string Output, string Error)
{
    public static Task<Script> RunAsync(string name, params string[] arguments) => RunWithToolsAsync(name, tools: null, arguments);

    /// <param name="name">The script's file name.</param>
    /// <param name="tools">A folder whose programs hide those of the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<Script> RunWithToolsAsync(string name, string? tools, params string[] arguments)
    {
        // From a folder that is not the repository: the scripts work from anywhere.
        var start = new ProcessStartInfo(Repository.PathOf($"infra/kubernetes/scripts/{name}"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        if (tools is not null)
        {
            start.Environment["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Script(process.ExitCode, await output, await error);
    }
}
