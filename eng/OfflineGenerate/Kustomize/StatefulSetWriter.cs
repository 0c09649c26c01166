namespace SreCopilot.OfflineGenerate.Kustomize;

/// <summary><c>statefulset.yaml</c> of a workload with volumes.</summary>
internal static class StatefulSetWriter
{
    public static string Write(Workload workload) => Yaml.File(
        $"""
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata:
          name: {workload.Name}
          labels:
            app: {workload.Name}
        spec:
          serviceName: "{workload.Name}"
          replicas: 1
          selector:
            matchLabels:
              app: {workload.Name}
          template:
            metadata:
              labels:
                app: {workload.Name}
            spec:
              containers:
                - name: {workload.Name}
                  image: {workload.Image}
                  imagePullPolicy: {workload.ImagePullPolicy}
        """,
        workload.Command is null ? null : $"          command:\n            - {Yaml.Plain(workload.Command)}",
        Yaml.List("          args:", workload.Args, argument => $"            - {Yaml.SingleQuoted(argument)}"),
        Yaml.List("          ports:", workload.Ports, port => $"            - containerPort: {port.Container}"),
        workload.Env.Count == 0 ? null : $"          envFrom:\n            - configMapRef:\n                name: {workload.Name}-env",
        Yaml.List("          volumeMounts:", workload.Volumes, volume => $"            - name: {volume.Name}\n              mountPath: {volume.Path}"),
        Yaml.List("  volumeClaimTemplates:", workload.Volumes, Claim));

    private static string Claim(VolumeMount volume) =>
        $"""
            - metadata:
                name: {volume.Name}
              spec:
                accessModes: ["ReadWriteOnce"]
                resources:
                  requests:
                    storage: 1Gi
        """;
}
