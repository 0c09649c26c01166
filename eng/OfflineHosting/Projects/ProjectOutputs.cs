using System.Reflection;

namespace Aspire.Hosting;

/// <summary>
/// The built assemblies of the projects that the AppHost refers to. The build writes them into the AppHost's assembly
/// (<c>build/SreCopilot.OfflineHosting.targets</c>), so that starting a project need not ask MSBuild again.
/// </summary>
internal static class ProjectOutputs
{
    public const string MetadataPrefix = "offlinehosting:output:";

    /// <summary>Gets the assembly of a project, if it is known and built.</summary>
    public static string? Find(Assembly? appHost, string projectPath)
    {
        var path = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == MetadataPrefix + projectPath)?.Value;
        return File.Exists(path) ? path : null;
    }
}
