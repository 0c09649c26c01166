using System.Reflection;

namespace Aspire.Hosting;

/// <summary>Options of <see cref="DistributedApplication.CreateBuilder(DistributedApplicationOptions)" />.</summary>
public sealed class DistributedApplicationOptions
{
    private readonly Lazy<Assembly?> _assembly;
    private string? _projectDirectory;

    /// <summary>Initializes the options.</summary>
    public DistributedApplicationOptions() =>
        _assembly = new Lazy<Assembly?>(() => AssemblyName is null ? Assembly.GetEntryAssembly() : Assembly.Load(AssemblyName));

    /// <summary>Gets or sets the command-line arguments.</summary>
    public string[]? Args { get; set; }

    /// <summary>Gets or sets the name of the AppHost's assembly; that of the program by default.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>Gets or sets a registry that replaces that of all container images.</summary>
    public string? ContainerRegistryOverride { get; set; }

    /// <summary>Gets or sets the name of the application in the dashboard.</summary>
    public string? DashboardApplicationName { get; set; }

    /// <summary>Gets or sets whether the dashboard is left out.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Gets or sets whether the dashboard may be reached without encryption.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Gets or sets whether console logs of resources are written to the log of the AppHost too.</summary>
    public bool EnableResourceLogging { get; set; }

    /// <summary>Gets or sets the folder of the AppHost; that of its project by default.</summary>
    public string? ProjectDirectory
    {
        get => _projectDirectory ?? Metadata("apphostprojectpath");
        set => _projectDirectory = value;
    }

    /// <summary>Gets the AppHost's assembly.</summary>
    internal Assembly? Assembly => _assembly.Value;

    /// <summary>Gets the name of the AppHost's project file.</summary>
    internal string? ProjectName => Metadata("apphostprojectname");

    private string? Metadata(string key) =>
        Assembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => string.Equals(metadata.Key, key, StringComparison.OrdinalIgnoreCase))?.Value;
}
