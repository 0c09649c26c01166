namespace SreCopilot.OfflineGenerate.Manifest;

/// <summary>What aspirate makes of the types of the manifest.</summary>
internal enum ResourceKind
{
    /// <summary>Runs an image that already exists.</summary>
    Image,

    /// <summary>Runs an image that is built from a Dockerfile.</summary>
    Dockerfile,

    /// <summary>Runs an image that is built from a .NET project.</summary>
    Project,

    /// <summary>Is only referred to: a parameter or a composed value.</summary>
    Value,

    /// <summary>aspirate does not know it: nothing is written, and references to it stay as they are.</summary>
    Ignored,
}

/// <summary>Reads the type of a resource.</summary>
internal static class ResourceType
{
    public static ResourceKind Kind(this Resource resource) => resource.Type switch
    {
        "project.v0" or "project.v1" => ResourceKind.Project,
        "dockerfile.v0" => ResourceKind.Dockerfile,
        "container.v0" or "container.v1" when resource.Image is not null => ResourceKind.Image,
        "container.v1" when resource.Build is not null => ResourceKind.Dockerfile,
        "container.v0" => throw new GenerateException($"The container '{resource.Name}' has no image."),
        "container.v1" => throw new GenerateException($"The container '{resource.Name}' has neither an image nor a build."),
        "parameter.v0" or "value.v0" => ResourceKind.Value,
        "executable.v0" or "annotated.string" => ResourceKind.Ignored,
        null or "" => throw new GenerateException($"The resource '{resource.Name}' has no type."),
        _ => throw new GenerateException($"The resource '{resource.Name}' has the type '{resource.Type}', which offline-generate does not support. Use aspirate, or leave it out in publish mode."),
    };

    public static bool IsWorkload(this Resource resource) =>
        resource.Kind() is ResourceKind.Image or ResourceKind.Dockerfile or ResourceKind.Project;
}
