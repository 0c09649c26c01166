using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.GitLab;

/// <summary>Reads what GitLab says about pushes, pipelines and deployments. Lists and webhooks show different objects.</summary>
internal static class GitLabReports
{
    private const string Branches = "refs/heads/";

    /// <summary>In lists: <c>{"id":47,"iid":12,"status":"success","source":"push","ref":"main","sha":"a91957…","web_url":"…","created_at":"…","updated_at":"…"}</c></summary>
    public static Report OfListedPipeline(JsonElement pipeline, string project) => new()
    {
        Id = $"gitlab:{project}:run:{pipeline.Line("id")}",
        Rank = Rank.Run,
        Number = pipeline.Line("id"),
        Repository = project,
        Pipeline = pipeline.Line("name"),
        Branch = pipeline.Line("ref"),
        IsTransient = IsOfMergeRequest(pipeline.Line("source")) || pipeline.Line("ref").StartsWith("refs/merge-requests/", StringComparison.Ordinal),
        CommitSha = pipeline.Sha("sha"),
        State = StateOf(pipeline.Line("status")),
        CreatedAt = pipeline.Time("created_at"),
        StartedAt = pipeline.Time("started_at") ?? pipeline.Time("created_at"),
        FinishedAt = IsOver(pipeline.Line("status")) ? pipeline.Time("finished_at") ?? pipeline.Time("updated_at") : null,
        Url = pipeline.Line(2000, "web_url"),
    };

    /// <summary>Webhook <c>Pipeline Hook</c>: <c>{"object_attributes":{"id":47,"ref":"main","tag":false,"sha":"bcbb5…","source":"push","status":"success",
    /// "created_at":"2026-08-12 15:23:28 UTC","finished_at":"…","duration":63,"url":"…"},"user":{"username":"root"},"project":{…},"commit":{"message":"…"}}</c></summary>
    public static Report OfPipelineEvent(JsonElement body, string project, string defaultBranch)
    {
        var pipeline = body.At("object_attributes");
        return new Report
        {
            Id = $"gitlab:{project}:run:{pipeline.Line("id")}",
            Rank = Rank.Run,
            Number = pipeline.Line("id"),
            Repository = project,
            Pipeline = pipeline.Line("name"),
            Branch = pipeline.IsTrue("tag") ? "" : pipeline.Line("ref"),
            DefaultBranch = defaultBranch,
            IsTransient = IsOfMergeRequest(pipeline.Line("source")) || pipeline.IsTrue("tag"),
            CommitSha = pipeline.Sha("sha"),
            Description = body.Line(500, "commit", "message"),
            DeployedBy = body.Line("user", "username"),
            State = StateOf(pipeline.Line("status")),
            CreatedAt = pipeline.Time("created_at"),
            StartedAt = pipeline.Time("created_at"),
            FinishedAt = IsOver(pipeline.Line("status")) ? pipeline.Time("finished_at") : null,
            Url = pipeline.Line(2000, "url") is { Length: > 0 } url ? url : $"{body.Line(1000, "project", "web_url")}/-/pipelines/{pipeline.Line("id")}",
        };
    }

    /// <summary>In lists: <c>{"id":42,"iid":2,"ref":"main","sha":"a91957…","status":"success","created_at":"…","updated_at":"…","user":{"username":"root"},
    /// "environment":{"name":"production"},"deployable":{"started_at":"…","finished_at":"…","commit":{"title":"…"},"web_url":"…"}}</c></summary>
    public static Report OfListedDeployment(JsonElement deployment, string project) => new()
    {
        Id = $"gitlab:{project}:deployment:{deployment.Line("id")}",
        Rank = Rank.Deployment,
        Number = deployment.Line("id"),
        Repository = project,
        Environment = deployment.Line(50, "environment", "name"),
        IsTransient = IsReview(deployment.Line("environment", "name"), deployment.Line("environment", "tier")),
        CommitSha = deployment.Sha("sha"),
        Version = ShortOf(deployment.Line(128, "ref"), deployment.IsTrue("deployable", "tag")),
        Description = deployment.Line(500, "deployable", "commit", "title"),
        DeployedBy = deployment.Line("user", "username"),
        State = StateOf(deployment.Line("status")),
        CreatedAt = deployment.Time("created_at"),
        StartedAt = deployment.Time("deployable", "started_at") ?? deployment.Time("created_at"),
        FinishedAt = IsOver(deployment.Line("status")) ? deployment.Time("deployable", "finished_at") ?? deployment.Time("updated_at") : null,
        Url = deployment.Line(2000, "deployable", "web_url"),
    };

    /// <summary>Webhook <c>Deployment Hook</c>: <c>{"status":"success","status_changed_at":"2026-04-28 21:50:00 +0200","deployment_id":15,"deployable_url":"…",
    /// "environment":"production","environment_tier":"production","project":{…},"ref":"main","short_sha":"279484c0","user":{"username":"root"},
    /// "commit_url":"https://gitlab.com/acme/web/-/commit/279484c09fbe69ededfced8c1bb6e6d24616b468","commit_title":"Add"}</c></summary>
    public static Report OfDeploymentEvent(JsonElement body, string project)
    {
        var changed = body.Time("status_changed_at");
        return new Report
        {
            Id = $"gitlab:{project}:deployment:{body.Line("deployment_id")}",
            Rank = Rank.Deployment,
            Number = body.Line("deployment_id"),
            Repository = project,
            Environment = body.Line(50, "environment"),
            IsTransient = IsReview(body.Line("environment"), body.Line("environment_tier")),
            // The whole hash is only in the address.
            CommitSha = ForeignJson.AsSha(body.Line(2000, "commit_url").Split('/')[^1]),
            Version = "",
            Description = body.Line(500, "commit_title"),
            DeployedBy = body.Line("user", "username"),
            State = StateOf(body.Line("status")),
            CreatedAt = changed,
            StartedAt = body.Line("status") == "running" ? changed : null,
            FinishedAt = IsOver(body.Line("status")) ? changed : null,
            Url = body.Line(2000, "deployable_url"),
        };
    }

    /// <summary>Webhook <c>Push Hook</c>: <c>{"ref":"refs/heads/main","checkout_sha":"da156…","after":"da156…","user_username":"jsmith","project":{…},
    /// "commits":[{"id":"da156…","message":"…","timestamp":"…","url":"…"}]}</c></summary>
    public static Report? OfPush(JsonElement body, string project, string defaultBranch)
    {
        var sha = body.Sha("after");
        if (!body.Line("ref").StartsWith(Branches, StringComparison.Ordinal) || sha.All(digit => digit == '0'))
        {
            return null;
        }

        var commit = body.Items("commits").FirstOrDefault(item => item.Sha("id") == sha);
        return new Report
        {
            Id = $"gitlab:{project}:push:{sha}",
            Rank = Rank.Push,
            Repository = project,
            Branch = body.Line("ref")[Branches.Length..],
            DefaultBranch = defaultBranch,
            CommitSha = sha,
            Description = commit.Line(500, "message") is { Length: > 0 } message ? message : "Push",
            DeployedBy = body.Line("user_username"),
            State = RunState.Success,
            StartedAt = commit.Time("timestamp"),
            FinishedAt = commit.Time("timestamp"),
            Url = commit.Line(2000, "url"),
        };
    }

    private static string ShortOf(string reference, bool isTag) => isTag ? reference : "";

    private static bool IsOfMergeRequest(string source) => source is "merge_request_event" or "external_pull_request_event" or "parent_pipeline";

    private static bool IsReview(string environment, string tier) => environment.StartsWith("review/", StringComparison.Ordinal) || tier == "development";

    private static bool IsOver(string status) => status is "success" or "failed" or "canceled" or "skipped";

    private static RunState StateOf(string status) => status switch
    {
        "success" => RunState.Success,
        "failed" => RunState.Failed,
        "canceled" or "canceling" => RunState.Cancelled,
        "running" => RunState.InProgress,
        // created, waiting_for_resource, preparing, pending, skipped, manual, scheduled, blocked
        _ => RunState.NotRun,
    };
}
