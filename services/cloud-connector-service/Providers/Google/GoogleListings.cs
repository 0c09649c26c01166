using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Google;

/// <summary>One of Google's lists.</summary>
internal sealed record GoogleListing(string Kind, string Type, string Service, string Path, string Permission, Func<JsonElement, List<CloudResource>> Read);

/// <summary>The lists that are read.</summary>
internal static class GoogleListings
{
    public const string Instance = "gce_instance";
    public const string Database = "cloud_sql_instance";
    public const string LoadBalancer = "forwarding_rule";

    public static readonly IReadOnlyList<GoogleListing> All =
    [
        new(Part.Compute, Instance, "compute", "/compute/v1/projects/{project}/aggregated/instances", "compute.instances.list", ReadInstances),
        new(Part.Database, Database, "sqladmin", "/v1/projects/{project}/instances", "cloudsql.instances.list", ReadDatabases),
        new(Part.LoadBalancer, LoadBalancer, "compute", "/compute/v1/projects/{project}/aggregated/forwardingRules", "compute.forwardingRules.list", ReadRules),
    ];

    public static GoogleListing Of(string type) => All.Single(listing => listing.Type == type);

    private static List<CloudResource> ReadInstances(JsonElement answer) =>
    [
        .. Aggregated(answer, "instances").Select(item => new CloudResource
        {
            Id = IdOf(item.Line(1000, "selfLink")), Name = item.Line("name"), Region = RegionOf(item.Line("zone")), State = item.Line("status"),
            Health = item.Line("status") switch { "RUNNING" => CloudResource.Healthy, "STOPPED" or "TERMINATED" or "SUSPENDED" or "STOPPING" => CloudResource.Unhealthy, _ => CloudResource.Unknown },
            Size = Last(item.Line(500, "machineType")), Tags = CloudTags.Read(item, "labels"), MonitoringId = item.Line("id"),
        }),
    ];

    private static List<CloudResource> ReadDatabases(JsonElement answer) =>
    [
        .. answer.Items("items").Where(item => item.Line("name").Length > 0).Select(item => new CloudResource
        {
            Id = $"projects/{item.Line("project")}/instances/{item.Line("name")}", Name = item.Line("name"), Region = item.Line(60, "region"),
            // RUNNABLE says that it could run; whether it shall is said elsewhere.
            State = item.Line("settings", "activationPolicy") == "NEVER" ? "STOPPED" : item.Line("state"),
            Health = item.Line("settings", "activationPolicy") == "NEVER" ? CloudResource.Unhealthy
                : item.Line("state") switch { "RUNNABLE" => CloudResource.Healthy, "FAILED" or "SUSPENDED" => CloudResource.Unhealthy, _ => CloudResource.Unknown },
            Size = item.Line("settings", "tier"), Tags = CloudTags.Read(item, "settings", "userLabels"), MonitoringId = $"{item.Line("project")}:{item.Line("name")}",
        }),
    ];

    // A rule has no state: it is there.
    private static List<CloudResource> ReadRules(JsonElement answer) =>
    [
        .. Aggregated(answer, "forwardingRules").Select(item => new CloudResource
        {
            Id = IdOf(item.Line(1000, "selfLink")), Name = item.Line("name"), Region = item.Line(500, "region") is { Length: > 0 } region ? Last(region) : Part.Everywhere, State = "ACTIVE",
            Health = CloudResource.Unknown, Size = item.Line("loadBalancingScheme"), Tags = CloudTags.Read(item, "labels"),
        }),
    ];

    // {"items":{"zones/europe-west1-b":{"instances":[...]},"zones/us-east1-c":{"warning":{"code":"NO_RESULTS_ON_PAGE"}}}}
    private static IEnumerable<JsonElement> Aggregated(JsonElement answer, string member) =>
        answer.At("items") is { ValueKind: JsonValueKind.Object } places
            ? places.EnumerateObject().SelectMany(place => place.Value.Items(member)).Where(item => IdOf(item.Line(1000, "selfLink")).Length > 0)
            : [];

    // https://www.googleapis.com/compute/v1/projects/p/zones/z/instances/web is projects/p/zones/z/instances/web.
    private static string IdOf(string link) => link.IndexOf("projects/", StringComparison.Ordinal) is >= 0 and var start ? link[start..] : "";

    // https://.../zones/europe-west1-b is europe-west1.
    private static string RegionOf(string zone) => Last(zone) is var name && name.LastIndexOf('-') is > 0 and var end ? name[..end] : name;

    private static string Last(string link) => link[(link.LastIndexOf('/') + 1)..];
}
