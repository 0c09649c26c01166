using SreCopilot.CloudConnectorService.Providers;

namespace SreCopilot.CloudConnectorService.Resources;

/// <summary>A field before and after.</summary>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is.</param>
internal sealed record FieldChange(string Before, string After);

/// <summary>How a resource changed between two syncs.</summary>
/// <param name="ResourceId">As the provider names it.</param>
/// <param name="Kind">compute, database or load_balancer.</param>
/// <param name="Type">For example ec2_instance.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Where it is, or was.</param>
/// <param name="Change">added, changed or removed.</param>
/// <param name="Fields">What is different: name, region, state, size, tags.</param>
internal sealed record ResourceChange(string ResourceId, string Kind, string Type, string Name, string Region, string Change, IReadOnlyDictionary<string, FieldChange> Fields)
{
    public const string Added = "added";
    public const string Changed = "changed";
    public const string Removed = "removed";

    public static readonly string[] All = [Added, Changed, Removed];

    public static ResourceChange Of(string change, ResourceRow row, Part part) => new(row.Id, part.Kind, part.Type, row.Name, row.Region, change, new Dictionary<string, FieldChange>());

    /// <returns>Null when nothing that matters is different.</returns>
    public static ResourceChange? Between(ResourceRow before, ResourceRow after, Part part)
    {
        var fields = new Dictionary<string, FieldChange>();
        Compare("name", before.Name, after.Name);
        Compare("region", before.Region, after.Region);
        Compare("state", before.State, after.State);
        Compare("size", before.Size, after.Size);
        Compare("tags", before.Tags, after.Tags);
        return fields.Count == 0 ? null : new ResourceChange(after.Id, part.Kind, part.Type, after.Name, after.Region, Changed, fields);

        void Compare(string name, string was, string isNow)
        {
            if (was != isNow)
            {
                fields[name] = new FieldChange(was, isNow);
            }
        }
    }
}

/// <summary>The payload of the event <c>cloud.resources_changed</c>.</summary>
/// <param name="ConnectionId">The connection.</param>
/// <param name="ConnectionName">Its name.</param>
/// <param name="Provider">aws, azure or gcp.</param>
/// <param name="Total">How many changes there are.</param>
/// <param name="Changes">The first of them.</param>
/// <param name="At">When they were found.</param>
internal sealed record ChangesEvent(Guid ConnectionId, string ConnectionName, string Provider, int Total, IReadOnlyList<ResourceChange> Changes, DateTimeOffset At)
{
    public const string Type = "cloud.resources_changed";
}
