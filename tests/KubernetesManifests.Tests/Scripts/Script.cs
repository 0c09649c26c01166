using System.Diagnostics;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>What a script of infra/kubernetes/scripts answered.</summary>
internal sealed record Script(int ExitCode, string Output, string Error)
{
    public static string Folder { get; } = Repository.PathOf("infra/kubernetes/scripts");

    public static Task<Script> RunAsync(string name, params string[] arguments) => RunWithAsync(name, _ => { }, arguments);

    /// <summary>Runs it in an environment of one's own, without a terminal.</summary>
    public static Task<Script> RunWithAsync(string name, Action<ProcessStartInfo> prepare, params string[] arguments)
    {
        // From a folder that is not the repository: the scripts work from anywhere.
        var start = new ProcessStartInfo(Path.Combine(Folder, name), arguments) { WorkingDirectory = Path.GetTempPath() };
        prepare(start);
        return RunAsync(start);
    }

    public static async Task<Script> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Script(process.ExitCode, await output, await error);
    }
}
