namespace Aspire.Hosting.ApplicationModel;

/// <summary>The image of a container.</summary>
public sealed class ContainerImageAnnotation : IResourceAnnotation
{
    private string? _tag;
    private string? _sha256;

    /// <summary>Gets or sets the registry.</summary>
    public string? Registry { get; set; }

    /// <summary>Gets or sets the image.</summary>
    public required string Image { get; set; }

    /// <summary>Gets or sets the tag; setting it clears <see cref="SHA256" />.</summary>
    public string? Tag
    {
        get => _tag;
        set => (_tag, _sha256) = (value, value is null ? _sha256 : null);
    }

    /// <summary>Gets or sets the digest; setting it clears <see cref="Tag" />.</summary>
    public string? SHA256
    {
        get => _sha256;
        set => (_sha256, _tag) = (value, value is null ? _tag : null);
    }
}

/// <summary>The name of a container.</summary>
public sealed class ContainerNameAnnotation : IResourceAnnotation
{
    /// <summary>Gets or sets the name.</summary>
    public required string Name { get; set; }
}

/// <summary>A volume or a folder of this machine in a container.</summary>
public sealed class ContainerMountAnnotation : IResourceAnnotation
{
    /// <summary>Initializes a mount.</summary>
    /// <param name="source">The volume or folder; nothing means an anonymous volume.</param>
    /// <param name="target">The folder in the container.</param>
    /// <param name="type">What is mounted.</param>
    /// <param name="isReadOnly">Whether the container may only read it.</param>
    public ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (type == ContainerMountType.BindMount && string.IsNullOrEmpty(source))
        {
            throw new ArgumentNullException(nameof(source), "A bind mount needs the folder to mount.");
        }

        if (type == ContainerMountType.BindMount && !Path.IsPathRooted(source))
        {
            throw new ArgumentException("The folder of a bind mount must be an absolute path.", nameof(source));
        }

        Source = source;
        Target = target;
        Type = type;
        IsReadOnly = isReadOnly;
    }

    /// <summary>Gets the volume or folder.</summary>
    public string? Source { get; }

    /// <summary>Gets the folder in the container.</summary>
    public string Target { get; }

    /// <summary>Gets what is mounted.</summary>
    public ContainerMountType Type { get; }

    /// <summary>Gets whether the container may only read it.</summary>
    public bool IsReadOnly { get; }
}

/// <summary>What is mounted in a container.</summary>
public enum ContainerMountType
{
    /// <summary>A folder of this machine.</summary>
    BindMount,

    /// <summary>A volume.</summary>
    Volume,
}

/// <summary>How long a container lives.</summary>
public sealed class ContainerLifetimeAnnotation : IResourceAnnotation
{
    /// <summary>Gets or sets the lifetime.</summary>
    public required ContainerLifetime Lifetime { get; set; }
}

/// <summary>How long a container lives.</summary>
public enum ContainerLifetime
{
    /// <summary>As long as the AppHost runs.</summary>
    Session,

    /// <summary>Beyond the end of the AppHost.</summary>
    Persistent,
}

/// <summary>When the image of a container is pulled.</summary>
public sealed class ContainerImagePullPolicyAnnotation : IResourceAnnotation
{
    /// <summary>Gets or sets the policy.</summary>
    public required ImagePullPolicy ImagePullPolicy { get; set; }
}

/// <summary>When an image is pulled.</summary>
public enum ImagePullPolicy
{
    /// <summary>As the container runtime does.</summary>
    Default,

    /// <summary>Always.</summary>
    Always,

    /// <summary>When it is not on this machine.</summary>
    Missing,

    /// <summary>Never.</summary>
    Never,
}
