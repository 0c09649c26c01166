namespace SreCopilot.OfflineGenerate.Manifest;

/// <summary>An endpoint of a resource.</summary>
internal sealed record Binding(string? Protocol, int? Port, int? TargetPort)
{
    /// <summary>The port that the container listens on. aspirate gives the two well-known endpoints a port when the manifest has none.</summary>
    public int ContainerPort(string name) => TargetPort switch
    {
        > 0 => TargetPort.Value,
        _ when name.Equals("http", StringComparison.OrdinalIgnoreCase) => 8080,
        _ when name.Equals("https", StringComparison.OrdinalIgnoreCase) => 8443,
        _ => throw new GenerateException($"The endpoint '{name}' has no targetPort. Give it one in the AppHost (targetPort: ...)."),
    };

    /// <summary>The port that the Service listens on.</summary>
    public int ServicePort(string name) => Port is > 0 ? Port.Value : ContainerPort(name);
}
