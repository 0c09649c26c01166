namespace Aspire.Hosting.ApplicationModel;

/// <summary>States that the image of a container is built from a Dockerfile.</summary>
/// <param name="contextPath">The folder that is the build context.</param>
/// <param name="dockerfilePath">The Dockerfile.</param>
/// <param name="stage">The stage to build; the last one by default.</param>
public class DockerfileBuildAnnotation(string contextPath, string dockerfilePath, string? stage) : IResourceAnnotation
{
    /// <summary>Gets the folder that is the build context.</summary>
    public string ContextPath { get; } = contextPath;

    /// <summary>Gets the Dockerfile.</summary>
    public string DockerfilePath { get; } = dockerfilePath;

    /// <summary>Gets the stage to build.</summary>
    public string? Stage { get; } = stage;

    /// <summary>Gets the build arguments.</summary>
    public Dictionary<string, object?> BuildArguments { get; } = [];

    /// <summary>Gets the build secrets.</summary>
    public Dictionary<string, object> BuildSecrets { get; } = [];

    /// <summary>Gets or sets whether the image starts a program of its own.</summary>
    public bool HasEntrypoint { get; set; } = true;
}
