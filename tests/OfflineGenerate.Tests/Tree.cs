using System.Diagnostics;

namespace SreCopilot.OfflineGenerate.Tests;

/// <summary>Reads and renders a tree of manifests.</summary>
internal static class Tree
{
    /// <summary>The files by relative path, without trailing white space.</summary>
    public static SortedDictionary<string, string> Read(string root) => new(
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetRelativePath(root, path),
            path => string.Join('\n', File.ReadAllLines(path).Select(line => line.TrimEnd())).TrimEnd()),
        StringComparer.Ordinal);

    /// <summary>What kubectl makes of it; the test is skipped where there is no kubectl.</summary>
    public static string Kustomize(string root)
    {
        using var kubectl = Start(root);
        Assert.SkipWhen(kubectl is null, "kubectl is not installed.");
        var error = kubectl!.StandardError.ReadToEndAsync();
        var output = kubectl.StandardOutput.ReadToEnd();
        kubectl.WaitForExit();
        Assert.True(kubectl.ExitCode == 0, error.GetAwaiter().GetResult());
        return output;
    }

    private static Process? Start(string root)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("kubectl", ["kustomize", root]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
