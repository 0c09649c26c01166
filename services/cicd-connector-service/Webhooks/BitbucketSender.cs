using System.Text.Json;
using SreCopilot.CicdConnectorService.Providers;
using SreCopilot.CicdConnectorService.Providers.Bitbucket;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Webhooks;

/// <summary>Bitbucket: <c>X-Hub-Signature: sha256=…</c> over the body, <c>X-Event-Key</c>, <c>X-Request-UUID</c>.</summary>
internal sealed class BitbucketSender : WebhookSender
{
    public override string Provider => "bitbucket";

    public override bool IsHopeless(Message message, IReadOnlyList<string> secrets) => message.Header("X-Hub-Signature") is null;

    public override bool IsGenuine(Message message, IReadOnlyList<string> secrets, DateTimeOffset now) =>
        Signature.IsOfBody(message.Header("X-Hub-Signature"), message.Body, secrets);

    public override bool SignsBodyOnly(Message message) => true;

    public override Reading Read(Message message, JsonElement body, Account account)
    {
        var kind = ForeignJson.Clean(message.Header("X-Event-Key") ?? "", 100);
        var repository = body.Line("repository", "full_name");
        var branch = body.Line("repository", "mainbranch", "name");
        var report = kind switch
        {
            "repo:commit_status_created" or "repo:commit_status_updated" when body.Sha("commit_status", "commit", "hash").Length > 0
                => BitbucketReports.OfCommitStatus(body, repository, branch),
            "repo:push" => BitbucketReports.OfPush(body, repository, branch),
            _ => null,
        };
        return new Reading(kind, repository.Length > 0 ? report : null, message.Header("X-Request-UUID"));
    }
}
