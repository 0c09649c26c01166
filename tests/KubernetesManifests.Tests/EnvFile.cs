namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>A file of <c>NAME=value</c> lines.</summary>
internal static class EnvFile
{
    public static Dictionary<string, string> Read(string path) => File.ReadAllLines(path)
        .Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);
}
