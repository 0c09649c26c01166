using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project is; the build writes one for each project that the AppHost refers to.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>Gets the path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Gets the launch settings, when they are not those of the file beside the project.</summary>
    LaunchSettings? LaunchSettings => null;

    /// <summary>Gets whether the project is not built before it starts.</summary>
    bool SuppressBuild => false;

    /// <summary>Gets whether it is a single C# file.</summary>
    bool IsFileBasedApp => false;
}
