namespace SreCopilot.OfflineGenerate;

/// <summary>What the command line asks for.</summary>
internal sealed record GenerateOptions
{
    public required string ManifestPath { get; init; }

    public required string OutputPath { get; init; }

    public required string ImagePullPolicy { get; init; }

    public string? Namespace { get; init; }

    public string? ContainerRegistry { get; init; }

    public string? ContainerRepositoryPrefix { get; init; }

    public string ContainerImageTag { get; init; } = "latest";

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The image of a resource that is built rather than pulled. aspirate lowers the case of the whole reference.</summary>
    public string BuiltImage(string resourceName)
    {
        string?[] segments = [ContainerRegistry, ContainerRepositoryPrefix, resourceName];
        var repository = string.Join('/', segments.Where(segment => !string.IsNullOrEmpty(segment)));
        return $"{repository}:{ContainerImageTag}".ToLowerInvariant();
    }
}
