using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Asks about containers.</summary>
public static class ContainerResourceExtensions
{
    /// <summary>Gets the resources that run as containers.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The resources.</returns>
    public static IEnumerable<IResource> GetContainerResources(this DistributedApplicationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Resources.Where(resource => resource.IsContainer());
    }

    /// <summary>Tells whether a resource runs as a container.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsContainer(this IResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource.Annotations.OfType<ContainerImageAnnotation>().Any();
    }
}

/// <summary>Asks about programs.</summary>
public static class ExecutableResourceExtensions
{
    /// <summary>Gets the programs.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The resources.</returns>
    public static IEnumerable<ExecutableResource> GetExecutableResources(this DistributedApplicationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Resources.OfType<ExecutableResource>();
    }
}

/// <summary>Asks about projects.</summary>
public static class ProjectResourceExtensions
{
    /// <summary>Gets the projects.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The resources.</returns>
    public static IEnumerable<ProjectResource> GetProjectResources(this DistributedApplicationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Resources.OfType<ProjectResource>();
    }

    /// <summary>Gets where a project is.</summary>
    /// <param name="projectResource">The project.</param>
    /// <returns>Its metadata.</returns>
    public static IProjectMetadata GetProjectMetadata(this ProjectResource projectResource)
    {
        ArgumentNullException.ThrowIfNull(projectResource);
        return projectResource.Annotations.OfType<IProjectMetadata>().Single();
    }
}
