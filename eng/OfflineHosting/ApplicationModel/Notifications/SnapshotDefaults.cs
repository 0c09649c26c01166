using System.Collections.Immutable;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The parts of a snapshot that follow from the model, so that whoever publishes a snapshot need not repeat them.</summary>
internal static class SnapshotDefaults
{
    public static CustomResourceSnapshot Initial(IResource resource) =>
        resource.Annotations.OfType<ResourceSnapshotAnnotation>().LastOrDefault()?.InitialSnapshot ?? new CustomResourceSnapshot
        {
            ResourceType = TypeName(resource),
            Properties = [],
        };

    public static CustomResourceSnapshot Complete(CustomResourceSnapshot snapshot, IResource resource, IServiceProvider services)
    {
        var icon = resource.Annotations.OfType<ResourceIconAnnotation>().LastOrDefault();
        snapshot = snapshot with
        {
            IsHidden = snapshot.IsHidden || resource.Annotations.OfType<HiddenAnnotation>().Any(),
            IconName = icon?.IconName ?? snapshot.IconName,
            IconVariant = icon?.IconVariant ?? snapshot.IconVariant,
            Relationships = Relationships(snapshot, resource),
            HealthReports = HealthReports(snapshot, resource),
        };
        return snapshot with { Commands = Commands(snapshot, resource, services) };
    }

    public static string TypeName(IResource resource) => resource switch
    {
        ProjectResource => "Project",
        ExecutableResource => "Executable",
        _ when resource.IsContainer() => "Container",
        ParameterResource { IsConnectionString: false } => "Parameter",
        ConnectionStringResource or ParameterResource => "ConnectionString",
        _ => resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal),
    };

    private static ImmutableArray<RelationshipSnapshot> Relationships(CustomResourceSnapshot snapshot, IResource resource)
    {
        var fromModel = resource.Annotations.OfType<ResourceRelationshipAnnotation>()
            .Where(relationship => relationship.Resource != resource)
            .Select(relationship => new RelationshipSnapshot(relationship.Resource.Name, relationship.Type));
        if (resource is IResourceWithParent child)
        {
            fromModel = fromModel.Append(new RelationshipSnapshot(child.Parent.Name, KnownRelationshipTypes.Parent));
        }

        return [.. snapshot.Relationships.Concat(fromModel).Distinct()];
    }

    // A check that has not run yet counts as unhealthy, so nothing that waits for the resource starts too early.
    private static ImmutableArray<HealthReportSnapshot> HealthReports(CustomResourceSnapshot snapshot, IResource resource)
    {
        var missing = resource.Annotations.OfType<HealthCheckAnnotation>()
            .Select(check => check.Key)
            .Distinct()
            .Where(key => !snapshot.HealthReports.Any(report => report.Name == key))
            .Select(key => new HealthReportSnapshot(key, Status: null, Description: null, ExceptionText: null));
        return [.. snapshot.HealthReports, .. missing];
    }

    private static ImmutableArray<ResourceCommandSnapshot> Commands(CustomResourceSnapshot snapshot, IResource resource, IServiceProvider services) =>
    [
        .. resource.Annotations.OfType<ResourceCommandAnnotation>().Select(command => new ResourceCommandSnapshot(
            command.Name,
            command.UpdateState(new UpdateCommandStateContext { ResourceSnapshot = snapshot, ServiceProvider = services }),
            command.DisplayName,
            command.DisplayDescription,
            command.Parameter,
            command.ConfirmationMessage,
            command.IconName,
            command.IconVariant,
            command.IsHighlighted)),
    ];
}
