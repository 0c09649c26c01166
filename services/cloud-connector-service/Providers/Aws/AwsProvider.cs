using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Aws;

/// <summary>
/// AWS. Credentials: access_key_id, secret_access_key, region (default us-east-1). Settings, all optional: <c>regions</c> ["eu-west-1"],
/// <c>assume_role_arn</c> with <c>external_id</c>: a role that the keys may assume, for example in another account.
/// </summary>
internal sealed partial class AwsProvider(CloudHttp http, IOptions<ProviderOptions> options, TimeProvider time) : ICloudProvider
{
    private const string DefaultRegion = "us-east-1";
    private const int MostRegions = 40;

    public string Name => "aws";

    public ProviderResult<ICloudSession> Open(CloudAccount account)
    {
        var (id, secret) = (account.Credentials["access_key_id"], account.Credentials["secret_access_key"]);
        if (id.Length == 0 || secret.Length == 0)
        {
            return new Fault(FaultKind.Incomplete, "AWS needs access_key_id and secret_access_key.");
        }

        List<string> regions = ConfigReader.List(account.Config["regions"]) is { Count: > 0 } chosen ? [.. chosen.Distinct()]
            : [account.Credentials["region"] is { Length: > 0 } region ? region : account.Setting("region") ?? DefaultRegion];
        if (regions.Count > MostRegions || regions.Any(region => !Region().IsMatch(region)))
        {
            return new Fault(FaultKind.Incomplete, "The region is not one of AWS: use names such as eu-west-1.");
        }

        var role = account.Setting("assume_role_arn");
        if (role is not null && !Role().IsMatch(role))
        {
            return new Fault(FaultKind.Incomplete, "assume_role_arn is not the ARN of a role, such as arn:aws:iam::123456789012:role/monitoring.");
        }

        var keys = new AwsKeys(id, secret, account.Credentials["session_token"]);
        return new AwsSession(new AwsClient(http, options), keys, role is null ? null : new AssumedRole(role, account.Setting("external_id")), regions, time);
    }

    [GeneratedRegex(@"^[a-z]{2,3}(-[a-z]{2,12}){1,3}-\d{1,2}\z")]
    private static partial Regex Region();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]{1,512}\z")]
    private static partial Regex Role();
}

/// <summary>A role that the keys assume.</summary>
internal sealed record AssumedRole(string Arn, string? ExternalId);
