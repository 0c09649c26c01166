using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Azure;

/// <summary>Azure. Credentials: tenant_id, client_id, client_secret, subscription_id of an app registration with the role Reader.</summary>
internal sealed partial class AzureProvider(CloudHttp http, IOptions<ProviderOptions> options, TimeProvider time) : ICloudProvider
{
    public string Name => "azure";

    public ProviderResult<ICloudSession> Open(CloudAccount account)
    {
        string[] needed = ["tenant_id", "client_id", "client_secret", "subscription_id"];
        var missing = needed.Where(name => account.Credentials[name].Length == 0).ToList();
        if (missing.Count > 0)
        {
            return new Fault(FaultKind.Incomplete, $"Azure needs {string.Join(", ", missing)}.");
        }

        return !Directory().IsMatch(account.Credentials["tenant_id"]) ? new Fault(FaultKind.Incomplete, "tenant_id is the id or a domain of the directory.")
            : !Guid.TryParse(account.Credentials["subscription_id"], out var subscription) ? new Fault(FaultKind.Incomplete, "subscription_id is a UUID.")
            : new AzureSession(http, options.Value, account.Credentials, subscription.ToString(), time);
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.-]{1,252}\z")]
    private static partial Regex Directory();
}
