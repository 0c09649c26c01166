namespace Aspire.Hosting;

/// <summary>Options of a project.</summary>
public class ProjectResourceOptions
{
    /// <summary>Gets or sets the launch profile; by default that of the AppHost, or else the first one.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Gets or sets whether no launch profile is used.</summary>
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>Gets or sets whether endpoints in the project's own settings are ignored: offline hosting always does.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}
