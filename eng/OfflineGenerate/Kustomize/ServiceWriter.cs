namespace SreCopilot.OfflineGenerate.Kustomize;

/// <summary><c>service.yaml</c> of a workload; an empty file when it has no endpoint.</summary>
internal static class ServiceWriter
{
    public static string Write(Workload workload) => workload.Ports.Count == 0 ? "" : Yaml.File(
        $"""
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: {workload.Name}
        spec:
          type: ClusterIP
          selector:
            app: {workload.Name}
        """,
        Yaml.List("  ports:", workload.Ports, port => $"  - name: {port.Name}\n    port: {port.Service}\n    targetPort: {port.Container}"));
}
