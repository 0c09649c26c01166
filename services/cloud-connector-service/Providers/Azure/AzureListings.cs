using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Azure;

/// <summary>One of Azure's lists.</summary>
/// <param name="Kind">compute, database or load_balancer.</param>
/// <param name="Type">As this platform calls it.</param>
/// <param name="Path">Below <c>/subscriptions/ID/providers/</c>.</param>
/// <param name="Permission">The action that the role must allow.</param>
/// <param name="Read">Makes a resource of an item and of the state that was found elsewhere.</param>
internal sealed record AzureListing(string Kind, string Type, string Path, string Permission, Func<JsonElement, string, CloudResource> Read);

/// <summary>The lists that are read.</summary>
internal static class AzureListings
{
    public const string VirtualMachine = "azure_vm";
    public const string Database = "azure_sql_database";
    public const string LoadBalancer = "azure_load_balancer";
    public const string Gateway = "azure_application_gateway";

    public static readonly IReadOnlyList<AzureListing> All =
    [
        new(Part.Compute, VirtualMachine, "Microsoft.Compute/virtualMachines?api-version=2024-07-01", "Microsoft.Compute/virtualMachines/read", ReadMachine),
        new(Part.Database, Database, "Microsoft.Sql/servers?api-version=2021-11-01", "Microsoft.Sql/servers/read", ReadDatabase),
        new(Part.LoadBalancer, LoadBalancer, "Microsoft.Network/loadBalancers?api-version=2024-05-01", "Microsoft.Network/loadBalancers/read", ReadBalancer),
        new(Part.LoadBalancer, Gateway, "Microsoft.Network/applicationGateways?api-version=2024-05-01", "Microsoft.Network/applicationGateways/read", ReadGateway),
    ];

    public static AzureListing Of(string type) => All.Single(listing => listing.Type == type);

    /// <summary>Whether an id is a path inside of the subscription: <c>/subscriptions/ID/resourceGroups/shop/providers/...</c></summary>
    public static bool IsIdOf(string id, string subscription) =>
        id.StartsWith($"/subscriptions/{subscription}/", StringComparison.OrdinalIgnoreCase) && id.Length < 1000 && id.Split('/').All(piece => piece is not (".." or "."));

    /// <summary>The path of a resource, escaped.</summary>
    public static string PathOf(string id) => string.Join('/', id.Split('/').Select(Uri.EscapeDataString));

    private static CloudResource ReadMachine(JsonElement item, string power) => Read(item, power.Length > 0 ? power : item.Line("properties", "provisioningState"), item.Line("properties", "hardwareProfile", "vmSize")) with
    {
        Health = power switch { "running" => CloudResource.Healthy, "stopped" or "deallocated" or "stopping" or "deallocating" => CloudResource.Unhealthy, _ => CloudResource.Unknown },
    };

    private static CloudResource ReadDatabase(JsonElement item, string state) => Read(item, item.Line("properties", "status"), item.Line("sku", "name")) with
    {
        // .../servers/main/databases/orders is main/orders.
        Name = item.Line(1000, "id").Split('/') is [.., var server, _, var database] ? $"{server}/{database}" : item.Line("name"),
        Health = item.Line("properties", "status") switch { "Online" => CloudResource.Healthy, "Paused" or "Offline" or "Suspect" or "EmergencyMode" or "Inaccessible" or "Disabled" => CloudResource.Unhealthy, _ => CloudResource.Unknown },
    };

    private static CloudResource ReadBalancer(JsonElement item, string state) => Read(item, item.Line("properties", "provisioningState"), item.Line("sku", "name"));

    private static CloudResource ReadGateway(JsonElement item, string state) => Read(item, item.Line("properties", "operationalState"), item.Line("properties", "sku", "name")) with
    {
        Health = item.Line("properties", "operationalState") switch { "Running" => CloudResource.Healthy, "Stopped" or "Stopping" => CloudResource.Unhealthy, _ => CloudResource.Unknown },
    };

    private static CloudResource Read(JsonElement item, string state, string size) => new()
    {
        // Azure does not mind how an id is spelled and spells it differently from list to list.
        Id = item.Line(1000, "id").ToLowerInvariant(),
        MonitoringId = item.Line(1000, "id").ToLowerInvariant(),
        Name = item.Line("name"),
        Region = item.Line(60, "location"),
        State = state,
        Health = state switch { "Succeeded" => CloudResource.Healthy, "Failed" => CloudResource.Unhealthy, _ => CloudResource.Unknown },
        Size = size,
        Tags = CloudTags.Read(item, "tags"),
    };
}
