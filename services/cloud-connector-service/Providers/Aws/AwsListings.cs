using System.Globalization;
using System.Xml.Linq;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Aws;

/// <summary>One of AWS's lists: how it is asked for and how it is read.</summary>
internal sealed record AwsListing(
    string Kind, string Type, string Service, string Permission, Func<string?, int, IEnumerable<(string Name, string? Value)>> Form, Func<XElement, string, Page<CloudResource>> Read)
{
    public Part PartIn(string region) => new(Kind, Type, region, Permission);
}

/// <summary>The lists that are read.</summary>
internal static class AwsListings
{
    public const string Instance = "ec2_instance";
    public const string Database = "rds_instance";
    public const string LoadBalancer = "elb_load_balancer";

    public static readonly IReadOnlyList<AwsListing> All =
    [
        // EC2 takes 5 to 1000.
        new(Part.Compute, Instance, "ec2", "ec2:DescribeInstances",
            (cursor, limit) => [("Action", "DescribeInstances"), ("Version", "2016-11-15"), ("MaxResults", Text(Math.Clamp(limit, 5, 1000))), ("NextToken", cursor)], ReadInstances),
        // RDS takes 20 to 100.
        new(Part.Database, Database, "rds", "rds:DescribeDBInstances",
            (cursor, limit) => [("Action", "DescribeDBInstances"), ("Version", "2014-10-31"), ("MaxRecords", Text(Math.Clamp(limit, 20, 100))), ("Marker", cursor)], ReadDatabases),
        new(Part.LoadBalancer, LoadBalancer, "elasticloadbalancing", "elasticloadbalancing:DescribeLoadBalancers",
            (cursor, limit) => [("Action", "DescribeLoadBalancers"), ("Version", "2015-12-01"), ("PageSize", Text(Math.Clamp(limit, 1, 400))), ("Marker", cursor)], ReadLoadBalancers),
    ];

    public static AwsListing Of(string type) => All.Single(listing => listing.Type == type);

    // <reservationSet><item><ownerId>123</ownerId><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>running</name>...
    private static Page<CloudResource> ReadInstances(XElement answer, string region)
    {
        var found = new List<CloudResource>();
        foreach (var reservation in answer.All("reservationSet", "item"))
        {
            var account = reservation.Child("ownerId");
            foreach (var instance in reservation.All("instancesSet", "item"))
            {
                var (id, state, tags) = (instance.Child("instanceId"), instance.Child("instanceState", "name"), AwsXml.Tags(instance, "tagSet", "item", "key", "value"));
                if (id.Length == 0 || state is "terminated")
                {
                    continue; // Still listed for an hour, but gone.
                }

                found.Add(new CloudResource
                {
                    Id = $"arn:{PartitionOf(region)}:ec2:{region}:{account}:instance/{id}", Name = tags.GetValueOrDefault("Name") is { Length: > 0 } name ? name : id, Region = region, State = state,
                    Health = state switch { "running" => CloudResource.Healthy, "stopped" or "stopping" or "shutting-down" => CloudResource.Unhealthy, _ => CloudResource.Unknown },
                    Size = instance.Child("instanceType"), Tags = tags, MonitoringId = id,
                });
            }
        }

        return new Page<CloudResource>(found, NextOf(answer.Child("nextToken")));
    }

    private static Page<CloudResource> ReadDatabases(XElement answer, string region) => new(
        [
            .. answer.All("DBInstances", "DBInstance").Select(instance => (Instance: instance, Id: instance.Child("DBInstanceArn"), State: instance.Child("DBInstanceStatus")))
                .Where(one => one.Id.Length > 0)
                .Select(one => new CloudResource
                {
                    Id = one.Id, Name = one.Instance.Child("DBInstanceIdentifier"), Region = region, State = one.State,
                    Health = one.State switch
                    {
                        "available" or "backing-up" or "configuring-enhanced-monitoring" or "storage-optimization" => CloudResource.Healthy,
                        "failed" or "stopped" or "stopping" or "storage-full" or "incompatible-parameters" or "restore-error" => CloudResource.Unhealthy,
                        _ => CloudResource.Unknown,
                    },
                    Size = one.Instance.Child("DBInstanceClass"), Tags = AwsXml.Tags(one.Instance, "TagList", "Tag", "Key", "Value"), MonitoringId = one.Instance.Child("DBInstanceIdentifier"),
                }),
        ], NextOf(answer.Text("Marker")));

    private static Page<CloudResource> ReadLoadBalancers(XElement answer, string region) => new(
        [
            .. answer.All("LoadBalancers", "member").Select(balancer => (Balancer: balancer, Id: balancer.Child("LoadBalancerArn"), State: balancer.Child("State", "Code")))
                .Where(one => one.Id.Length > 0)
                .Select(one => new CloudResource
                {
                    Id = one.Id, Name = one.Balancer.Child("LoadBalancerName"), Region = region, State = one.State,
                    Health = one.State switch { "active" => CloudResource.Healthy, "active_impaired" or "failed" => CloudResource.Unhealthy, _ => CloudResource.Unknown },
                    Size = one.Balancer.Child("Type"),
                }),
        ], NextOf(answer.Text("NextMarker")));

    private static string PartitionOf(string region) => region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";

    private static string? NextOf(string token) => token.Length > 0 ? token : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
