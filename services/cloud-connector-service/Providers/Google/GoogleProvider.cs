using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Google;

/// <summary>Google Cloud. Credentials: the JSON key of a service account; the setting <c>project_id</c> reads another project than the account's own.</summary>
internal sealed partial class GoogleProvider(CloudHttp http, IOptions<ProviderOptions> options, TimeProvider time) : ICloudProvider
{
    public string Name => "gcp";

    public ProviderResult<ICloudSession> Open(CloudAccount account)
    {
        var (email, pem) = (account.Credentials["client_email"], account.Credentials["private_key"]);
        if (email.Length == 0 || pem.Length == 0)
        {
            return new Fault(FaultKind.Incomplete, "Google Cloud needs the JSON key of a service account, with client_email and private_key.");
        }

        var project = account.Setting("project_id") ?? account.Credentials["project_id"];
        if (!Project().IsMatch(project))
        {
            return new Fault(FaultKind.Incomplete, "project_id is missing or is not the id of a project.");
        }

        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            return new GoogleSession(http, options.Value, email, account.Credentials["private_key_id"], key, project, time);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return new Fault(FaultKind.Incomplete, "private_key is not an RSA key in PEM format: use the file as Google gave it.");
        }
    }

    // Domain-scoped ones have the domain in front: example.com:my-project.
    [GeneratedRegex(@"^([a-z0-9.-]{1,60}:)?[a-z][a-z0-9-]{4,61}\z")]
    private static partial Regex Project();
}
