namespace SreCopilot.OfflineGenerate.Kustomize;

/// <summary>Everything the files of one resource are written from.</summary>
internal sealed record Workload
{
    /// <summary>The folder of the resource.</summary>
    public required string Folder { get; init; }

    public required string Image { get; init; }

    public required string ImagePullPolicy { get; init; }

    public string? Command { get; init; }

    public IReadOnlyList<string> Args { get; init; } = [];

    public IReadOnlyList<Port> Ports { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Env { get; init; } = [];

    public IReadOnlyList<VolumeMount> Volumes { get; init; } = [];

    public IReadOnlyList<HostMount> HostMounts { get; init; } = [];

    /// <summary>The name of its objects.</summary>
    public string Name => Folder.ToLowerInvariant();

    /// <summary>aspirate keeps state in StatefulSets: a volume makes one.</summary>
    public bool IsStateful => Volumes.Count > 0;
}

/// <summary>A port of the Service and of the container behind it.</summary>
internal sealed record Port(string Name, int Service, int Container);

/// <summary>A claimed volume.</summary>
internal sealed record VolumeMount(string Name, string Path);

/// <summary>A folder of the node.</summary>
internal sealed record HostMount(string Source, string Path, bool ReadOnly);
