namespace Aspire.Hosting.ApplicationModel;

/// <summary>Names a health check that tells whether the resource is healthy.</summary>
/// <param name="key">The name of the registered health check.</param>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>Gets the name of the registered health check.</summary>
    public string Key { get; } = key ?? throw new ArgumentNullException(nameof(key));
}

/// <summary>States that a resource starts only when someone starts it.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation;

/// <summary>The icon of a resource in the dashboard.</summary>
/// <param name="iconName">The name of a Fluent UI icon.</param>
/// <param name="iconVariant">The variant of the icon.</param>
public sealed class ResourceIconAnnotation(string iconName, IconVariant iconVariant = IconVariant.Filled) : IResourceAnnotation
{
    /// <summary>Gets the name of the icon.</summary>
    public string IconName { get; } = iconName ?? throw new ArgumentNullException(nameof(iconName));

    /// <summary>Gets the variant of the icon.</summary>
    public IconVariant IconVariant { get; } = iconVariant;
}

/// <summary>The variant of an icon.</summary>
public enum IconVariant
{
    /// <summary>Outlined.</summary>
    Regular,

    /// <summary>Filled.</summary>
    Filled,
}

/// <summary>A relationship to another resource, shown in the dashboard.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="type">The kind of relationship.</param>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>Gets the other resource.</summary>
    public IResource Resource { get; } = resource ?? throw new ArgumentNullException(nameof(resource));

    /// <summary>Gets the kind of relationship.</summary>
    public string Type { get; } = type ?? throw new ArgumentNullException(nameof(type));
}

/// <summary>The first snapshot of a resource.</summary>
/// <param name="initialSnapshot">The snapshot.</param>
public class ResourceSnapshotAnnotation(CustomResourceSnapshot initialSnapshot) : IResourceAnnotation
{
    /// <summary>Gets the snapshot.</summary>
    public CustomResourceSnapshot InitialSnapshot { get; } = initialSnapshot ?? throw new ArgumentNullException(nameof(initialSnapshot));
}

/// <summary>The command and working directory of an executable.</summary>
public sealed class ExecutableAnnotation : IResourceAnnotation
{
    /// <summary>Gets or sets the command.</summary>
    public required string Command { get; set; }

    /// <summary>Gets or sets the working directory.</summary>
    public required string WorkingDirectory { get; set; }
}

/// <summary>States that a resource sends telemetry to the dashboard.</summary>
public class OtlpExporterAnnotation : IResourceAnnotation
{
    /// <summary>Gets the protocol that the resource insists on.</summary>
    public OtlpProtocol? RequiredProtocol { get; init; }
}

/// <summary>Whether a proxy stands before all endpoints of a resource.</summary>
public sealed class ProxySupportAnnotation : IResourceAnnotation
{
    /// <summary>Gets or sets whether it does.</summary>
    public required bool ProxyEnabled { get; set; }
}

/// <summary>States that a resource is not shown in the dashboard.</summary>
internal sealed class HiddenAnnotation : IResourceAnnotation;

internal static class KnownRelationshipTypes
{
    public const string Parent = "Parent";
    public const string Reference = "Reference";
    public const string WaitFor = "WaitFor";
}
