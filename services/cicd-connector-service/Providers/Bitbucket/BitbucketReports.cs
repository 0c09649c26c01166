using System.Text.Json;
using System.Text.RegularExpressions;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.Bitbucket;

/// <summary>Reads what Bitbucket says about pushes and pipelines. Webhooks tell of a pipeline as a status of its commit.</summary>
internal static partial class BitbucketReports
{
    /// <summary>In lists: <c>{"build_number":42,"creator":{"nickname":"ann"},"target":{"ref_type":"branch","ref_name":"main","commit":{"hash":"9fec…"}},
    /// "state":{"name":"COMPLETED","result":{"name":"SUCCESSFUL"}},"created_on":"…","completed_on":"…","duration_in_seconds":63}</c></summary>
    public static Report OfPipeline(JsonElement pipeline, string repository) => new()
    {
        Id = $"bitbucket:{repository}:run:{pipeline.Line("build_number")}",
        Rank = Rank.Run,
        Number = pipeline.Line("build_number"),
        Repository = repository,
        Pipeline = pipeline.Line("target", "selector", "pattern"),
        Branch = pipeline.Line("target", "ref_type") == "branch" ? pipeline.Line("target", "ref_name") : "",
        IsTransient = pipeline.Line("target", "type") == "pipeline_pullrequest_target" || pipeline.Line("target", "ref_type") == "tag",
        CommitSha = pipeline.Sha("target", "commit", "hash"),
        DeployedBy = pipeline.Line("creator", "nickname") is { Length: > 0 } name ? name : pipeline.Line("creator", "display_name"),
        State = StateOfPipeline(pipeline.Line("state", "name"), pipeline.Line("state", "result", "name")),
        CreatedAt = pipeline.Time("created_on"),
        StartedAt = pipeline.Time("created_on"),
        FinishedAt = pipeline.Time("completed_on"),
        Url = $"https://bitbucket.org/{repository}/pipelines/results/{pipeline.Line("build_number")}",
    };

    /// <summary>Webhook <c>repo:commit_status_created</c> and <c>…_updated</c>: <c>{"actor":{"nickname":"ann"},"repository":{"full_name":"acme/web"},"commit_status":{"key":"-1234",
    /// "name":"Pipeline #42 for main","state":"SUCCESSFUL","refname":"main","url":"https://bitbucket.org/acme/web/addon/pipelines/home#!/results/42",
    /// "commit":{"hash":"9fec…","message":"…"},"created_on":"…","updated_on":"…"}}</c></summary>
    public static Report OfCommitStatus(JsonElement body, string repository, string defaultBranch)
    {
        var status = body.At("commit_status");
        // A pipeline of Bitbucket's own has a number; other systems that report a status do not.
        var number = Results().Match(status.Line(2000, "url")) is { Success: true } match ? match.Groups[1].Value : "";
        var state = status.Line("state") switch
        {
            "SUCCESSFUL" => RunState.Success,
            "FAILED" => RunState.Failed,
            "STOPPED" => RunState.Cancelled,
            "INPROGRESS" => RunState.InProgress,
            _ => RunState.NotRun,
        };
        return new Report
        {
            Id = number.Length > 0 ? $"bitbucket:{repository}:run:{number}" : $"bitbucket:{repository}:status:{status.Sha("commit", "hash")}:{status.Line("key")}",
            Rank = Rank.Run,
            Number = number,
            Repository = repository,
            Pipeline = status.Line("name"),
            Branch = status.Line("refname"),
            DefaultBranch = defaultBranch,
            CommitSha = status.Sha("commit", "hash"),
            Description = status.Line(500, "commit", "message") is { Length: > 0 } message ? message : status.Line("name"),
            DeployedBy = body.Line("actor", "nickname") is { Length: > 0 } name ? name : body.Line("actor", "display_name"),
            State = state,
            CreatedAt = status.Time("created_on"),
            StartedAt = status.Time("created_on"),
            FinishedAt = state is RunState.InProgress or RunState.NotRun ? null : status.Time("updated_on"),
            Url = status.Line(2000, "url"),
        };
    }

    /// <summary>Webhook <c>repo:push</c>: <c>{"actor":{…},"push":{"changes":[{"new":{"type":"branch","name":"main","target":{"hash":"709d…","message":"…","date":"…"}}}]}}</c>;
    /// <c>"new":null</c> is a branch that was deleted.</summary>
    public static Report? OfPush(JsonElement body, string repository, string defaultBranch)
    {
        // The default branch when it is one of several that were pushed at once.
        var changes = body.Items("push", "changes").Select(change => change.At("new")).Where(change => change.Line("type") == "branch" && change.Sha("target", "hash").Length > 0).ToList();
        var change = changes.FirstOrDefault(item => item.Line("name") == defaultBranch) is { ValueKind: JsonValueKind.Object } main ? main : changes.FirstOrDefault();
        return change.ValueKind != JsonValueKind.Object ? null : new Report
        {
            Id = $"bitbucket:{repository}:push:{change.Sha("target", "hash")}",
            Rank = Rank.Push,
            Repository = repository,
            Branch = change.Line("name"),
            DefaultBranch = defaultBranch,
            CommitSha = change.Sha("target", "hash"),
            Description = change.Line(500, "target", "message") is { Length: > 0 } message ? message : "Push",
            DeployedBy = body.Line("actor", "nickname") is { Length: > 0 } name ? name : body.Line("actor", "display_name"),
            State = RunState.Success,
            StartedAt = change.Time("target", "date"),
            FinishedAt = change.Time("target", "date"),
            Url = change.Line(2000, "target", "links", "html", "href"),
        };
    }

    private static RunState StateOfPipeline(string state, string result) => (state, result) switch
    {
        ("COMPLETED", "SUCCESSFUL") => RunState.Success,
        ("COMPLETED", "FAILED" or "ERROR") => RunState.Failed,
        ("COMPLETED", "STOPPED" or "EXPIRED") => RunState.Cancelled,
        ("IN_PROGRESS", _) => RunState.InProgress,
        _ => RunState.NotRun,
    };

    [GeneratedRegex(@"/pipelines/(?:home#!/)?results/(\d{1,18})(?:$|[/?])")]
    private static partial Regex Results();
}
