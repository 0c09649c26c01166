using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A project that is named by its path.</summary>
internal sealed class ProjectFile(string path) : IProjectMetadata
{
    public string ProjectPath { get; } = path;

    public static ProjectFile Find(string path, string appHostDirectory)
    {
        var full = Path.GetFullPath(path, appHostDirectory);
        if (!Directory.Exists(full))
        {
            return new ProjectFile(full);
        }

        var projects = Directory.GetFiles(full, "*.csproj");
        return projects.Length == 1
            ? new ProjectFile(projects[0])
            : throw new DistributedApplicationException($"The folder '{full}' has {projects.Length} project files. Name the one to run.");
    }
}

/// <summary>Chooses the endpoints that the host tells a project about.</summary>
internal sealed class EndpointEnvironmentFilterAnnotation(Func<EndpointAnnotation, bool> filter) : IResourceAnnotation
{
    public Func<EndpointAnnotation, bool> Filter { get; } = filter;
}
