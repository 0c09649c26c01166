using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CicdConnectorService.Providers.GitHub;

/// <summary>Reads what GitHub says about pushes, workflow runs and deployments; webhooks and lists show the same objects.</summary>
internal static class GitHubReports
{
    private const string Branches = "refs/heads/";

    /// <summary><c>{"id":42,"name":"Deploy","head_branch":"main","head_sha":"9049…","event":"push","status":"completed","conclusion":"success",
    /// "run_number":7,"run_started_at":"2026-03-01T10:20:30Z","updated_at":"…","html_url":"…","actor":{"login":"octo"},"head_repository":{"full_name":"acme/web"}}</c></summary>
    public static Report OfRun(JsonElement run, string repository, string defaultBranch)
    {
        var state = StateOfRun(run.Line("status"), run.Line("conclusion"));
        return new Report
        {
            Id = $"github:{repository}:run:{run.Line("id")}",
            Rank = Rank.Run,
            Number = run.Line("run_number"),
            Repository = repository,
            Pipeline = run.Line("name"),
            Branch = run.Line("head_branch"),
            DefaultBranch = defaultBranch,
            // Anybody may open a pull request whose branch is called main.
            IsTransient = run.Line("event").StartsWith("pull_request", StringComparison.Ordinal) || run.Line("head_repository", "full_name") is { Length: > 0 } head && head != repository,
            CommitSha = run.Sha("head_sha"),
            Description = run.Line(500, "display_title") is { Length: > 0 } title && title != run.Line("name") ? $"{run.Line("name")}: {title}" : run.Line("name"),
            DeployedBy = run.Line("triggering_actor", "login") is { Length: > 0 } actor ? actor : run.Line("actor", "login"),
            State = state,
            CreatedAt = run.Time("created_at"),
            StartedAt = run.Time("run_started_at") ?? run.Time("created_at"),
            FinishedAt = run.Line("status") == "completed" ? run.Time("updated_at") : null,
            Url = run.Line(2000, "html_url"),
        };
    }

    /// <summary><c>{"id":9,"sha":"9049…","ref":"v1.4.2","task":"deploy","environment":"production","description":null,"creator":{"login":"octo"},"created_at":"…"}</c></summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="status">Its latest status, <c>{"state":"success","created_at":"…","log_url":"…"}</c>; undefined when there is none.</param>
    /// <param name="repository">acme/web</param>
    public static Report OfDeployment(JsonElement deployment, JsonElement status, string repository)
    {
        var started = deployment.Time("created_at");
        var state = StateOfDeployment(status.Line("state"));
        return new Report
        {
            Id = $"github:{repository}:deployment:{deployment.Line("id")}",
            Rank = Rank.Deployment,
            Number = deployment.Line("id"),
            Repository = repository,
            Pipeline = deployment.Line("task"),
            Environment = deployment.Line(50, "environment"),
            IsTransient = deployment.IsTrue("transient_environment"),
            CommitSha = deployment.Sha("sha"),
            Version = ForeignJson.AsSha(deployment.Line("ref")).Length > 0 ? "" : deployment.Line(128, "ref"),
            Description = deployment.Line(500, "description"),
            DeployedBy = deployment.Line("creator", "login"),
            State = state,
            CreatedAt = started,
            StartedAt = started,
            FinishedAt = state == RunState.InProgress ? null : status.Time("created_at") ?? started,
            Url = status.Line(2000, "log_url") is { Length: > 0 } log ? log : status.Line(2000, "target_url"),
        };
    }

    /// <summary><c>{"ref":"refs/heads/main","after":"9049…","deleted":false,"pusher":{"name":"octo"},"head_commit":{"id":"9049…","message":"Fix","timestamp":"…"}}</c></summary>
    public static Report? OfPush(JsonElement push, string repository, string defaultBranch)
    {
        var sha = push.Sha("after") is { Length: > 0 } after ? after : push.Sha("head_commit", "id");
        if (push.IsTrue("deleted") || !push.Line("ref").StartsWith(Branches, StringComparison.Ordinal) || sha.All(digit => digit == '0'))
        {
            return null;
        }

        return new Report
        {
            Id = $"github:{repository}:push:{sha}",
            Rank = Rank.Push,
            Repository = repository,
            Branch = push.Line("ref")[Branches.Length..],
            DefaultBranch = defaultBranch,
            CommitSha = sha,
            Description = push.Line(500, "head_commit", "message") is { Length: > 0 } message ? message : "Push",
            DeployedBy = push.Line("pusher", "name"),
            State = RunState.Success,
            StartedAt = push.Time("head_commit", "timestamp"),
            FinishedAt = push.Time("head_commit", "timestamp"),
            Url = push.Line(2000, "head_commit", "url"),
        };
    }

    private static RunState StateOfRun(string status, string conclusion) => (status, conclusion) switch
    {
        ("completed", "success") => RunState.Success,
        ("completed", "failure" or "timed_out" or "startup_failure") => RunState.Failed,
        ("completed", "cancelled") => RunState.Cancelled,
        ("in_progress", _) => RunState.InProgress,
        // queued, requested, waiting, pending; skipped, neutral, stale, action_required
        _ => RunState.NotRun,
    };

    // Without a status nothing is known but that it was made; old webhooks send no statuses, so that counts as done until one says otherwise.
    private static RunState StateOfDeployment(string state) => state switch
    {
        "failure" or "error" => RunState.Failed,
        "queued" or "pending" or "in_progress" => RunState.InProgress,
        // inactive: it was a success and another one followed.
        _ => RunState.Success,
    };
}
