namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>Programs that a machine may not have.</summary>
internal static class Tools
{
    public static void RequireKubectl() => Assert.SkipUnless(IsInstalled("kubectl"), "kubectl is not installed.");

    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
