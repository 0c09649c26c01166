using System.Text.Json;
using Npgsql;
using SreCopilot.CloudConnectorService.Providers;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Resources;

/// <summary>What is stored of a resource.</summary>
/// <param name="Id">As the provider names it.</param>
/// <param name="Name">For people.</param>
/// <param name="Region">Where it is.</param>
/// <param name="State">In the provider's words.</param>
/// <param name="Health">healthy, unhealthy or unknown.</param>
/// <param name="Size">What it is made of.</param>
/// <param name="Tags">An object of text, its fields in order.</param>
internal sealed record ResourceRow(string Id, string Name, string Region, string State, string Health, string Size, string Tags)
{
    public static ResourceRow Of(CloudResource resource) => new(
        ForeignJson.Clean(resource.Id, 1000), ForeignJson.Clean(resource.Name, 255), ForeignJson.Clean(resource.Region, 100), ForeignJson.Clean(resource.State, 100), resource.Health,
        ForeignJson.Clean(resource.Size, 255), JsonSerializer.Serialize(resource.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(), CloudJson.Default.DictionaryStringString));

    public static ResourceRow Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6));
}
