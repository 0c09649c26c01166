using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>AWS: signed forms in, XML of four services out, roles that may be assumed for a while.</summary>
internal sealed class FakeAws(TestClock time) : FakeCloud(time)
{
    private readonly ConcurrentDictionary<string, (FakeAccount Account, string Secret, string Token)> _temporary = new();

    public override string Name => "aws";

    public override IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        [FakeAccount.Compute] = "ec2_instance", [FakeAccount.Database] = "rds_instance", [FakeAccount.LoadBalancer] = "elb_load_balancer",
    };

    public override IReadOnlyDictionary<string, string> Permissions { get; } = new Dictionary<string, string>
    {
        [FakeAccount.Compute] = "ec2:DescribeInstances", [FakeAccount.Database] = "rds:DescribeDBInstances", [FakeAccount.LoadBalancer] = "elasticloadbalancing:DescribeLoadBalancers",
        [FakeAccount.Metrics] = "cloudwatch:GetMetricData",
    };

    public override (string Running, string Stopped) States => ("running", "stopped");

    public override string Region => "eu-west-1";

    /// <summary>The only external id that lets somebody assume the role.</summary>
    public const string ExternalId = "between us";

    public override object CredentialsOf(FakeAccount account) => new { access_key_id = account.Id, secret_access_key = account.Secret, region = Region };

    public override object ConfigWithTokens(FakeAccount account) => new { assume_role_arn = "arn:aws:iam::123456789012:role/monitoring", external_id = ExternalId };

    protected override async Task AnswerAsync(HttpContext http)
    {
        using var copy = new MemoryStream();
        await http.Request.Body.CopyToAsync(copy);
        var form = QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(copy.ToArray()));
        http.Items["form"] = form;
        var action = form["Action"].ToString();
        var operation = action switch
        {
            "DescribeInstances" => FakeAccount.Compute, "DescribeDBInstances" => FakeAccount.Database, "DescribeLoadBalancers" or "DescribeTags" => FakeAccount.LoadBalancer,
            "GetMetricData" => FakeAccount.Metrics, "AssumeRole" => FakeAccount.Token, "GetCallerIdentity" => FakeAccount.Identity, _ => "",
        };
        var service = operation switch { FakeAccount.Compute => "ec2", FakeAccount.Database => "rds", FakeAccount.LoadBalancer => "elasticloadbalancing", FakeAccount.Metrics => "monitoring", _ => "sts" };
        if (AwsSignature.Parse(http.Request) is not { } signed || signed.Service != service || signed.Region != Region)
        {
            await ErrorAsync(http, "IncompleteSignature", 403);
            return;
        }

        var isTemporary = _temporary.TryGetValue(signed.KeyId, out var temporary);
        var account = isTemporary ? temporary.Account : Find(signed.KeyId);
        if (account is null || (isTemporary && http.Request.Headers["X-Amz-Security-Token"] != temporary.Token))
        {
            await ErrorAsync(http, service == "ec2" ? "AuthFailure" : "InvalidClientTokenId", 403);
            return;
        }

        if (AwsSignature.Check(http.Request, copy.ToArray(), isTemporary ? temporary.Secret : account.Secret, Time.GetUtcNow()) is { } code)
        {
            await ErrorAsync(http, code, 403);
            return;
        }

        await (isTemporary && UseToken(temporary.Token) is null ? ErrorAsync(http, "ExpiredToken", 400) : AnswerAsync(http, account, operation));
    }

    protected override Task RefuseAsync(HttpContext http, string operation) => ErrorAsync(http, operation == FakeAccount.Compute ? "UnauthorizedOperation" : "AccessDenied", 403);

    public static Task ErrorAsync(HttpContext http, string code, int status)
    {
        http.Response.StatusCode = status;
        // EC2 has a form of its own; all of them may quote what was sent.
        var error = new XElement("Error", new XElement("Code", code), new XElement("Message", $"not authorized: {http.Request.Headers.Authorization}"));
        return http.Response.WriteAsync((code is "UnauthorizedOperation" or "AuthFailure" ? new XElement("Response", new XElement("Errors", error)) : new XElement("ErrorResponse", error)).ToString());
    }

    protected override Task AnswerRealAsync(HttpContext http, FakeAccount account, string operation)
    {
        var form = (Dictionary<string, Microsoft.Extensions.Primitives.StringValues>)http.Items["form"]!;
        string? Cursor(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
        XNamespace space = operation switch { FakeAccount.Compute => "http://ec2.amazonaws.com/doc/2016-11-15/", FakeAccount.Database => "http://rds.amazonaws.com/doc/2014-10-31/", _ => "https://sts.amazonaws.com/doc/2011-06-15/" };
        switch (form["Action"].ToString())
        {
            case "GetCallerIdentity":
                return Write(http, El("GetCallerIdentityResponse", El("GetCallerIdentityResult", El("Arn", $"arn:aws:iam::123456789012:user/{account.Id}"), El("Account", "123456789012"))));
            case "AssumeRole" when form["ExternalId"] != ExternalId:
                return ErrorAsync(http, "AccessDenied", 403);
            case "AssumeRole":
                var (id, token) = ($"ASIA{Guid.NewGuid():N}", IssueToken(account));
                _temporary[id] = (account, $"temporary-{id}", token);
                return Write(http, El("AssumeRoleResponse", El("AssumeRoleResult", El("Credentials",
                    El("AccessKeyId", id), El("SecretAccessKey", $"temporary-{id}"), El("SessionToken", token), El("Expiration", Iso(Time.GetUtcNow().AddHours(1)))))));
            case "DescribeInstances":
                var (machines, next) = account.Page(operation, Cursor("NextToken"));
                return Write(http, El("DescribeInstancesResponse",
                    El("reservationSet", [.. machines.Select(machine => El("item", El("ownerId", "123456789012"), El("instancesSet", El("item",
                        El("instanceId", $"i-{machine.Number}"), El("instanceState", El("code", "16"), El("name", machine.Runs ? "running" : "stopped")), El("instanceType", machine.Size),
                        El("tagSet", [Tag("item", "key", "value", "Name", machine.Name), .. machine.Tags.Select(tag => Tag("item", "key", "value", tag.Key, tag.Value))])))))]),
                    next is null ? null : El("nextToken", next)));
            case "DescribeDBInstances":
                var (databases, marker) = account.Page(operation, Cursor("Marker"));
                return Write(http, El("DescribeDBInstancesResponse", El("DescribeDBInstancesResult",
                    El("DBInstances", [.. databases.Select(item => El("DBInstance", El("DBInstanceIdentifier", item.Name), El("DBInstanceArn", $"arn:aws:rds:{Region}:123456789012:db:{item.Name}"),
                        El("DBInstanceStatus", item.Runs ? "available" : "stopped"), El("DBInstanceClass", item.Size), El("TagList", [.. item.Tags.Select(tag => Tag("Tag", "Key", "Value", tag.Key, tag.Value))])))]),
                    marker is null ? null : El("Marker", marker))));
            case "DescribeLoadBalancers":
                var (balancers, more) = account.Page(operation, Cursor("Marker"));
                return Write(http, El("DescribeLoadBalancersResponse", El("DescribeLoadBalancersResult",
                    El("LoadBalancers", [.. balancers.Select(item => El("member", El("LoadBalancerArn", ArnOf(item)), El("LoadBalancerName", item.Name), El("Type", item.Size),
                        El("State", El("Code", item.Runs ? "active" : "failed"))))]),
                    more is null ? null : El("NextMarker", more))));
            case "DescribeTags":
                var arns = form.Where(field => field.Key.StartsWith("ResourceArns.member.", StringComparison.Ordinal)).Select(field => field.Value.ToString());
                return Write(http, El("DescribeTagsResponse", El("DescribeTagsResult", El("TagDescriptions", [.. account.Balancers.Where(item => arns.Contains(ArnOf(item))).Select(item =>
                    El("member", El("ResourceArn", ArnOf(item)), El("Tags", [.. item.Tags.Select(tag => Tag("member", "Key", "Value", tag.Key, tag.Value))])))]))));
            default:
                return Write(http, El("GetMetricDataResponse", El("GetMetricDataResult", El("MetricDataResults", [.. Results(form, account)]))));
        }

        XElement El(string name, params object?[] content) => new(space + name, content);

        XElement Tag(string item, string key, string value, string name, string text) => El(item, El(key, name), El(value, text));

        string ArnOf(FakeItem item) => $"arn:aws:elasticloadbalancing:{Region}:123456789012:loadbalancer/app/{item.Name}/{item.Number}";

        IEnumerable<XElement> Results(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> asked, FakeAccount owner)
        {
            for (var n = 1; asked.TryGetValue($"MetricDataQueries.member.{n}.Id", out var query); n++)
            {
                var dimension = asked[$"MetricDataQueries.member.{n}.MetricStat.Metric.Dimensions.member.1.Value"].ToString();
                var item = owner.Machines.Concat(owner.Databases).FirstOrDefault(one => dimension == $"i-{one.Number}" || dimension == one.Name);
                var steps = item is null || !item.Runs ? [] : Steps(asked["StartTime"]!, asked["EndTime"]!).ToList();
                var value = asked[$"MetricDataQueries.member.{n}.MetricStat.Metric.MetricName"] == "CPUUtilization" ? item?.Cpu : 0;
                yield return El("member", El("Id", query.ToString()), El("Timestamps", [.. steps.Select(at => El("member", Iso(at)))]), El("Values", [.. steps.Select(_ => El("member", value))]));
            }
        }
    }

    private static Task Write(HttpContext http, XElement answer)
    {
        http.Response.ContentType = "text/xml";
        return http.Response.WriteAsync(answer.ToString());
    }
}
