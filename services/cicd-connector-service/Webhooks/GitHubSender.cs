using System.Text.Json;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.CicdConnectorService.Providers.GitHub;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>GitHub: <c>X-Hub-Signature-256</c> over the body, <c>X-GitHub-Event</c>, <c>X-GitHub-Delivery</c>.</summary>
internal sealed class GitHubSender : WebhookSender
{
    public override string Provider => "github";

    public override bool IsHopeless(Message message, IReadOnlyList<string> secrets) => message.Header("X-Hub-Signature-256") is null;

    public override bool IsGenuine(Message message, IReadOnlyList<string> secrets, DateTimeOffset now) =>
        Signature.IsOfBody(message.Header("X-Hub-Signature-256"), message.Body, secrets);

    public override bool SignsBodyOnly(Message message) => true;

    public override Reading Read(Message message, JsonElement body, Account account)
    {
        var kind = ForeignJson.Clean(message.Header("X-GitHub-Event") ?? "", 100);
        var repository = body.Line("repository", "full_name") is { Length: > 0 } full ? full : body.Line("repository", "name");
        var branch = body.Line("repository", "default_branch");
        var report = kind switch
        {
            "workflow_run" => GitHubReports.OfRun(body.At("workflow_run"), repository, branch),
            "deployment" => GitHubReports.OfDeployment(body.At("deployment"), default, repository),
            "deployment_status" => GitHubReports.OfDeployment(body.At("deployment"), body.At("deployment_status"), repository),
            "push" => GitHubReports.OfPush(body, repository, branch),
            _ => null,
        };
        var isNamed = report is not null && repository.Length > 0 && (report.Rank == Rank.Push || body.Line(kind == "workflow_run" ? kind : "deployment", "id").Length > 0);
        return new Reading(kind, isNamed ? report : null, message.Header("X-GitHub-Delivery"));
    }
}
