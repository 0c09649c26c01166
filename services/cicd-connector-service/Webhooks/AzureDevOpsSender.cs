using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.CicdConnectorService.Providers.AzureDevOps;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>Azure DevOps signs nothing: the secret is the password of basic authentication (any user name), or the header <c>X-Webhook-Secret</c> of the subscription.</summary>
internal sealed class AzureDevOpsSender : WebhookSender
{
    public override string Provider => "azure_devops";

    public override bool CallsItEventType => true;

    public override bool IsHopeless(Message message, IReadOnlyList<string> secrets) => !Knows(message, secrets);

    public override bool IsGenuine(Message message, IReadOnlyList<string> secrets, DateTimeOffset now) => Knows(message, secrets);

    public override bool SignsBodyOnly(Message message) => false;

    public override Reading Read(Message message, JsonElement body, Account account)
    {
        var kind = body.Line("eventType");
        var resource = body.At("resource");
        var organization = AzureDevOpsProvider.OrganizationOf(account);
        var report = kind switch
        {
            "build.complete" when resource.Line("id").Length > 0 => AzureDevOpsReports.OfBuild(resource, PlaceOf(resource, organization)),
            "ms.vss-release.deployment-completed-event" or "ms.vss-release.deployment-started-event" =>
                AzureDevOpsReports.OfDeployment(resource, AzureDevOpsReports.PlaceOf(resource.Line(2000, "environment", "release", "url"), organization)),
            "ms.vss-release.release-completed-event" => AzureDevOpsReports.OfRelease(resource, PlaceOf(resource, organization), body.Time("createdDate")),
            _ => null,
        };
        // The id of the notification; a repeated attempt has the same.
        return new Reading(kind, report, body.Line("id") is { Length: > 0 } id ? id : null);
    }

    private static string PlaceOf(JsonElement resource, string? organization) => AzureDevOpsReports.PlaceOf(resource.Line(2000, "url"), organization);

    private static bool Knows(Message message, IReadOnlyList<string> secrets) =>
        Signature.IsSecret(message.Header("X-Webhook-Secret"), secrets) || Signature.IsSecret(PasswordOf(message.Header("Authorization")), secrets);

    // Authorization: Basic dXNlcjpzZWNyZXQ=
    private static string? PasswordOf(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[1024];
        return Convert.TryFromBase64String(value.Parameter ?? "", bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : null;
    }
}
