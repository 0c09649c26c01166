namespace SreCopilot.OfflineGenerate.Kustomize;

/// <summary>The <c>kustomization.yaml</c> of a workload, and the one above them all.</summary>
internal static class KustomizationWriter
{
    private const string GeneratorOptions = "\ngeneratorOptions:\n  disableNameSuffixHash: true";

    private static readonly string[] NoFile = [];
    private static readonly string[] NamespaceFile = ["namespace.yaml"];

    public static string Write(Workload workload) => Yaml.File(
        Resources([workload.IsStateful ? "statefulset.yaml" : "deployment.yaml", "service.yaml"]),
        GeneratorOptions,
        Yaml.List(
            $"\nconfigMapGenerator:\n- name: {workload.Name}-env\n  literals:",
            workload.Env,
            variable => $"    - {Yaml.Plain($"{variable.Key}={variable.Value}")}"));

    public static string WriteRoot(IEnumerable<Workload> workloads, string? @namespace) => Yaml.File(
        @namespace is null ? null : $"namespace: {@namespace}\n",
        Resources([.. workloads.Select(workload => workload.Folder), .. @namespace is null ? NoFile : NamespaceFile]),
        GeneratorOptions);

    private static string? Resources(IReadOnlyCollection<string> resources) => Yaml.List("resources:", resources, resource => $"- {resource}");
}
