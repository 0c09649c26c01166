using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>What is known of a resource before anything has been started.</summary>
internal static class InitialState
{
    public static CustomResourceSnapshot Of(IResource resource, CustomResourceSnapshot snapshot) => snapshot with
    {
        State = snapshot.State ?? (IsWorkload(resource)
            ? resource.Annotations.OfType<ExplicitStartupAnnotation>().Any() ? KnownResourceStates.NotStarted : KnownResourceStates.Starting
            : null),
        CreationTimeStamp = snapshot.CreationTimeStamp ?? DateTime.UtcNow,
        Properties = snapshot.Properties.With(Properties(resource).ToArray()),
    };

    /// <summary>One report for each health check, without a result yet.</summary>
    public static ImmutableArray<HealthReportSnapshot> HealthReports(IResource resource) =>
    [
        .. resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).Distinct(StringComparer.Ordinal)
            .Select(key => new HealthReportSnapshot(key, Status: null, Description: null, ExceptionText: null)),
    ];

    public static bool IsWorkload(IResource resource) => resource is ProjectResource or ExecutableResource || resource.IsContainer();

    private static IEnumerable<ResourcePropertySnapshot> Properties(IResource resource)
    {
        if (resource.Annotations.OfType<IProjectMetadata>().LastOrDefault() is { } project)
        {
            yield return new("project.path", project.ProjectPath);
        }
        else if (resource.IsContainer())
        {
            yield return new("container.image", ContainerSpecs.ImageName(resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()));
        }
        else if (resource.Annotations.OfType<ExecutableAnnotation>().LastOrDefault() is { } executable)
        {
            yield return new("executable.path", executable.Command);
            yield return new("executable.workDir", executable.WorkingDirectory);
        }
        else if (resource is ParameterResource parameter)
        {
            yield return new(CustomResourceKnownProperties.Source, parameter.ConfigurationKey);
        }

        if (resource is IResourceWithParent { Parent: var parent })
        {
            yield return new("resource.parentName", parent.Name);
        }
    }
}
