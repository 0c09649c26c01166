using System.Text.Json;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.CicdConnectorService.Providers.GitLab;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>
/// GitLab: with a signing token <c>webhook-signature</c> (Standard Webhooks) over id, time and body; with a secret token <c>X-Gitlab-Token</c>, the
/// token itself. <c>X-Gitlab-Event-UUID</c> and <c>Idempotency-Key</c> name the delivery.
/// </summary>
internal sealed class GitLabSender : WebhookSender
{
    public override string Provider => "gitlab";

    public override bool IsHopeless(Message message, IReadOnlyList<string> secrets) =>
        message.Header("webhook-signature") is null && !Signature.IsSecret(message.Header("X-Gitlab-Token"), secrets);

    // One that is signed must be signed right: a token beside it proves less.
    public override bool IsGenuine(Message message, IReadOnlyList<string> secrets, DateTimeOffset now) => message.Header("webhook-signature") is { } signature
        ? Signature.IsStandard(signature, message.Header("webhook-id"), message.Header("webhook-timestamp"), message.Body, secrets, now)
        : Signature.IsSecret(message.Header("X-Gitlab-Token"), secrets);

    public override bool SignsBodyOnly(Message message) => false;

    public override Reading Read(Message message, JsonElement body, Account account)
    {
        var kind = body.Line("object_kind");
        var project = body.Line("project", "path_with_namespace");
        var branch = body.Line("project", "default_branch");
        var report = kind switch
        {
            "pipeline" when body.Line("object_attributes", "id").Length > 0 => GitLabReports.OfPipelineEvent(body, project, branch),
            "deployment" when body.Line("deployment_id").Length > 0 => GitLabReports.OfDeploymentEvent(body, project),
            "push" => GitLabReports.OfPush(body, project, branch),
            _ => null,
        };
        var delivery = message.Header("webhook-id") ?? message.Header("Idempotency-Key") ?? message.Header("X-Gitlab-Event-UUID");
        return new Reading(kind, project.Length > 0 ? report : null, delivery);
    }
}
