using SreCopilot.OfflineGenerate.Kustomize;
using SreCopilot.OfflineGenerate.Manifest;

namespace SreCopilot.OfflineGenerate;

/// <summary>Manifest in, tree out. Nothing is written unless the whole manifest could be understood.</summary>
internal static class Generator
{
    /// <returns>How many resources were written.</returns>
    public static int Generate(GenerateOptions options, TextWriter warnings)
    {
        var manifest = AspireManifest.Load(options.ManifestPath);
        var resolver = new PlaceholderResolver(manifest, new ParameterValues(manifest, options.Parameters, warnings), warnings);
        var builder = new WorkloadBuilder(manifest, options, resolver, warnings);
        foreach (var resource in manifest.Resources.Values.Where(resource => resource.Type == "executable.v0"))
        {
            warnings.WriteLine($"warning: '{resource.Name}' is skipped: an executable does not run in a cluster.");
        }

        var workloads = manifest.Resources.Values.Where(resource => resource.IsWorkload()).Select(builder.Build).ToList();
        if (workloads.Count == 0)
        {
            throw new GenerateException("The manifest has no resource that runs in a cluster.");
        }

        KustomizeTree.Write(options.OutputPath, KustomizeTree.Files(workloads, options.Namespace?.ToLowerInvariant()));
        return workloads.Count;
    }
}
