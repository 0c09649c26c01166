namespace SreCopilot.OfflineGenerate.Kustomize;

/// <summary><c>namespace.yaml</c>.</summary>
internal static class NamespaceWriter
{
    public static string Write(string name) => Yaml.File(
        $"""
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {name}
        """);
}
