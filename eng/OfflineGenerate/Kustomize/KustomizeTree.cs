namespace SreCopilot.OfflineGenerate.Kustomize;

/// <summary>The files of the tree, by path relative to its root.</summary>
internal static class KustomizeTree
{
    public static OrderedDictionary<string, string> Files(IReadOnlyList<Workload> workloads, string? @namespace)
    {
        var files = new OrderedDictionary<string, string>();
        foreach (var workload in workloads)
        {
            if (workload.IsStateful)
            {
                files.Add($"{workload.Folder}/statefulset.yaml", StatefulSetWriter.Write(workload));
            }
            else
            {
                files.Add($"{workload.Folder}/deployment.yaml", DeploymentWriter.Write(workload));
            }

            files.Add($"{workload.Folder}/service.yaml", ServiceWriter.Write(workload));
            files.Add($"{workload.Folder}/kustomization.yaml", KustomizationWriter.Write(workload));
        }

        if (@namespace is not null)
        {
            files.Add("namespace.yaml", NamespaceWriter.Write(@namespace));
        }

        files.Add("kustomization.yaml", KustomizationWriter.WriteRoot(workloads, @namespace));
        return files;
    }

    /// <summary>Writes the files. The folder of each resource is emptied first; folders of resources that are gone are the caller's.</summary>
    public static void Write(string root, OrderedDictionary<string, string> files)
    {
        try
        {
            foreach (var folder in files.Keys.Select(Path.GetDirectoryName).Where(folder => !string.IsNullOrEmpty(folder)).Distinct())
            {
                var path = Path.Combine(root, folder!);
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }

                Directory.CreateDirectory(path);
            }

            Directory.CreateDirectory(root);
            foreach (var (path, text) in files)
            {
                File.WriteAllText(Path.Combine(root, path), text);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GenerateException($"The tree cannot be written to {root}: {exception.Message}", exception);
        }
    }
}
