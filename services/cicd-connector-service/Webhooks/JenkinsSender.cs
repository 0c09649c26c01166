using System.Text.Json;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.CicdConnectorService.Providers.Jenkins;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>
/// Jenkins has no webhooks of its own. A pipeline or plugin sends the Notification plugin's message, signed as GitHub does
/// (<c>X-Hub-Signature-256</c> or <c>X-Webhook-Signature</c>) or with the secret as <c>Authorization: Bearer</c>.
/// </summary>
internal sealed class JenkinsSender : WebhookSender
{
    private const string Bearer = "Bearer ";

    public override string Provider => "jenkins";

    public override bool IsHopeless(Message message, IReadOnlyList<string> secrets) => SignatureOf(message) is null && !Signature.IsSecret(TokenOf(message), secrets);

    public override bool IsGenuine(Message message, IReadOnlyList<string> secrets, DateTimeOffset now) => SignatureOf(message) is { } signature
        ? Signature.IsOfBody(signature, message.Body, secrets)
        : Signature.IsSecret(TokenOf(message), secrets);

    public override bool SignsBodyOnly(Message message) => SignatureOf(message) is not null;

    public override Reading Read(Message message, JsonElement body, Account account)
    {
        var phase = body.Line("build", "phase");
        var isNamed = body.Line("build", "number").Length > 0 && (body.Line("name").Length > 0 || body.Line("url").Length > 0);
        return new Reading(phase.Length > 0 ? phase.ToLowerInvariant() : "unknown", isNamed ? JenkinsReports.OfNotification(body) : null, message.Header("Idempotency-Key"));
    }

    private static string? SignatureOf(Message message) => message.Header("X-Hub-Signature-256") ?? message.Header("X-Webhook-Signature");

    private static string? TokenOf(Message message) =>
        message.Header("Authorization") is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;
}
