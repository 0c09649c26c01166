using System.Globalization;
using System.Xml.Linq;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Aws;

/// <summary>One account of AWS, in one or several regions.</summary>
internal sealed class AwsSession : ICloudSession
{
    private readonly AwsClient _client;
    private readonly AwsKeys _keys;
    private readonly AssumedRole? _role;
    private readonly string _home;
    private readonly TimeProvider _time;
    private readonly PassportHolder<AwsKeys> _passport;

    public AwsSession(AwsClient client, AwsKeys keys, AssumedRole? role, IReadOnlyList<string> regions, TimeProvider time)
    {
        (_client, _keys, _role, _home, _time) = (client, keys, role, regions[0], time);
        _passport = new PassportHolder<AwsKeys>(GetKeysAsync, time);
        Parts = [.. regions.SelectMany(region => AwsListings.All.Select(listing => listing.PartIn(region)))];
    }

    public IReadOnlyList<Part> Parts { get; }

    public async Task<ProviderResult<CloudIdentity>> IdentifyAsync(CancellationToken cancel)
    {
        var (answer, fault) = await AskAsync("sts", _home, "sts:GetCallerIdentity", [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")], cancel);
        return answer is null ? fault! : new CloudIdentity(AccountId: answer.Text("Account"), Arn: answer.Text("Arn"));
    }

    public async Task<ProviderResult<Page<CloudResource>>> ListAsync(Part part, string? cursor, int limit, CancellationToken cancel)
    {
        var listing = AwsListings.Of(part.Type);
        var (answer, fault) = await AskAsync(listing.Service, part.Region, part.Permission, listing.Form(cursor, limit), cancel);
        if (answer is null)
        {
            return fault!;
        }

        var (page, problem) = (listing.Read(answer, part.Region), (Fault?)null);
        if (part.Type == AwsListings.LoadBalancer)
        {
            (page, problem) = await AddTagsAsync(part, page, cancel);
        }

        return problem is null ? page! : problem;
    }

    public async Task<ProviderResult<IReadOnlyList<Measurement>>> MeasureAsync(
        Part part, IReadOnlyList<CloudResource> resources, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var found = new List<Measurement>();
        foreach (var batch in resources.Where(resource => resource.MonitoringId.Length > 0).Chunk(CloudWatch.MostResources))
        {
            string? cursor = null;
            for (var pages = 0; pages == 0 || (cursor is not null && pages < CloudWatch.MostPages); pages++)
            {
                var (answer, fault) = await AskAsync("monitoring", part.Region, "cloudwatch:GetMetricData", CloudWatch.Form(part.Type, batch, from, to, cursor), cancel);
                if (answer is null)
                {
                    return fault!;
                }

                CloudWatch.Read(answer, batch, found);
                cursor = answer.Text("NextToken") is { Length: > 0 } next && next != cursor ? next : null;
            }
        }

        return CloudWatch.Merge(found);
    }

    public void Dispose() => _passport.Dispose();

    // Twenty at a time is what AWS allows.
    private async Task<ProviderResult<Page<CloudResource>>> AddTagsAsync(Part part, Page<CloudResource> page, CancellationToken cancel)
    {
        var tags = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (var batch in page.Items.Chunk(20))
        {
            IEnumerable<(string, string?)> form = [("Action", "DescribeTags"), ("Version", "2015-12-01"), .. batch.Select((item, index) => ($"ResourceArns.member.{index + 1}", (string?)item.Id))];
            var (answer, fault) = await AskAsync("elasticloadbalancing", part.Region, "elasticloadbalancing:DescribeTags", form, cancel);
            if (answer is null)
            {
                return fault!;
            }

            foreach (var description in answer.All("TagDescriptions", "member"))
            {
                tags[description.Child("ResourceArn")] = AwsXml.Tags(description, "Tags", "member", "Key", "Value");
            }
        }

        return page with { Items = [.. page.Items.Select(item => tags.TryGetValue(item.Id, out var own) ? item with { Tags = own } : item)] };
    }

    private Task<ProviderResult<XElement>> AskAsync(string service, string region, string permission, IEnumerable<(string Name, string? Value)> form, CancellationToken cancel) =>
        _passport.UseAsync(keys => _client.AskAsync(service, region, keys, permission, form, cancel), cancel);

    private async Task<ProviderResult<Passport<AwsKeys>>> GetKeysAsync(CancellationToken cancel)
    {
        if (_role is null)
        {
            return new Passport<AwsKeys>(_keys, DateTimeOffset.MaxValue);
        }

        var (answer, fault) = await _client.AskAsync(
            "sts", _home, _keys, "sts:AssumeRole",
            [("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", _role.Arn), ("RoleSessionName", "sre-copilot"), ("ExternalId", _role.ExternalId), ("DurationSeconds", "3600")], cancel);
        if (answer is null)
        {
            return fault!;
        }

        var keys = new AwsKeys(answer.Text("AccessKeyId"), answer.Text("SecretAccessKey"), answer.Text("SessionToken"));
        return DateTimeOffset.TryParse(answer.Text("Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires) && keys.Id.Length > 0 && keys.Secret.Length > 0
            ? new Passport<AwsKeys>(keys, expires)
            : new Fault(FaultKind.Unavailable, "AWS answers to AssumeRole, but without keys.");
    }
}
