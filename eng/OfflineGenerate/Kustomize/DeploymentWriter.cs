namespace SreCopilot.OfflineGenerate.Kustomize;

/// <summary><c>deployment.yaml</c> of a workload without volumes.</summary>
internal static class DeploymentWriter
{
    public static string Write(Workload workload) => Yaml.File(
        $"""
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {workload.Name}
          labels:
            app: {workload.Name}
        spec:
          minReadySeconds: 60
          replicas: 1
          selector:
            matchLabels:
              app: {workload.Name}
          strategy:
            type: Recreate
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
        workload.Command is null ? null : $"        command:\n          - {Yaml.Plain(workload.Command)}",
        Yaml.List("        args:", workload.Args, argument => $"        - {Yaml.Plain(argument)}"),
        Yaml.List("        ports:", workload.Ports, port => $"        - name: {port.Name}\n          containerPort: {port.Container}"),
        workload.Env.Count == 0 ? null : $"        envFrom:\n        - configMapRef:\n            name: {workload.Name}-env",
        Yaml.List("        volumeMounts:", [.. workload.HostMounts.Index()], mount => Mount(mount.Index, mount.Item)),
        "      terminationGracePeriodSeconds: 180",
        Yaml.List("      volumes:", [.. workload.HostMounts.Index()], mount => HostPath(mount.Index, mount.Item)));

    private static string Mount(int index, HostMount mount) =>
        $"        - name: bindmount-{index}\n          mountPath: {mount.Path}\n          readOnly: {(mount.ReadOnly ? "true" : "false")}";

    private static string HostPath(int index, HostMount mount) =>
        $"        - name: bindmount-{index}\n          hostPath:\n            path: {mount.Source}\n            type: DirectoryOrCreate";
}
