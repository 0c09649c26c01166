using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>api.github.com: bearer tokens, scopes in a header, pages by <c>Link</c>.</summary>
internal sealed class FakeGitHub : FakeProvider
{
    public override string Name => "github";

    public override object Config => new { organization = "acme" };

    public string Scopes { get; set; } = "repo, read:org";

    /// <summary>Deployments by repository; each with its latest status.</summary>
    public ConcurrentDictionary<string, List<(JsonObject Deployment, JsonObject? Status)>> Deployments { get; } = new();

    public override (string Body, List<(string Name, string Value)> Headers) Webhook(FakeRun run, string secret, string delivery, DateTimeOffset now) => Event(
        "workflow_run",
        new { action = run.Finished is null ? run.State == "queued" ? "requested" : "in_progress" : "completed", workflow_run = Show(run), repository = Repository(run.Repository), sender = new { login = "octo" } },
        secret, delivery);

    public static (string Body, List<(string Name, string Value)> Headers) Event(string kind, object payload, string secret, string delivery)
    {
        var body = JsonSerializer.Serialize(payload);
        return (body, [("X-GitHub-Event", kind), ("X-GitHub-Delivery", delivery), ("X-Hub-Signature-256", Hmac(secret, body))]);
    }

    public static object Repository(string name) => new { name = name.Split('/')[^1], full_name = name, @private = true, default_branch = "main", html_url = $"https://github.com/{name}" };

    protected override bool IsAuthorized(HttpRequest request) => request.Headers.Authorization == $"Bearer {Token}" && request.Headers["X-GitHub-Api-Version"] == "2022-11-28";

    protected override Task AnswerRealAsync(HttpContext http, string path)
    {
        var pieces = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        http.Response.Headers["X-OAuth-Scopes"] = Scopes;
        switch (pieces)
        {
            case ["user"]:
                return WriteAsync(http, new { login = "octo", name = "Octo Cat", id = 583231 });
            case ["user", "repos"] or ["orgs", "acme", "repos"]:
                return PageAsync(http, Repositories, Repository, null);
            case ["repos", var owner, var name, "actions", "workflows"]:
                return PageAsync(http, [.. RunsOf($"{owner}/{name}").Select(run => run.Pipeline).Distinct()], workflow => (object)new { id = 1, name = workflow, path = ".github/workflows/deploy.yml" }, "workflows");
            case ["repos", var owner, var name, "actions", "runs"]:
                return PageAsync(http, RunsOf($"{owner}/{name}"), Show, "workflow_runs");
            case ["repos", var owner, var name, "deployments"]:
                return PageAsync(http, Deployments.GetValueOrDefault($"{owner}/{name}") ?? [], item => item.Deployment, null);
            case ["repos", var owner, var name, "deployments", var id, "statuses"]:
                var status = Deployments[$"{owner}/{name}"].Single(item => item.Deployment["id"]!.ToString() == id).Status;
                return WriteAsync(http, status is null ? [] : new[] { status });
            default:
                return WriteAsync(http, new { message = "Not Found" }, 404);
        }
    }

    private static object Show(FakeRun run) => new
    {
        id = run.Id,
        name = run.Pipeline,
        display_title = "Ship it",
        run_number = run.Id,
        head_branch = run.Branch,
        head_sha = run.Sha,
        @event = run.IsPullRequest ? "pull_request" : "push",
        status = run.State switch { "running" => "in_progress", "queued" => "queued", _ => "completed" },
        conclusion = run.State switch { "success" => "success", "failed" => "failure", "cancelled" => "cancelled", "skipped" => "skipped", _ => null },
        created_at = Iso(run.Started),
        run_started_at = Iso(run.Started),
        updated_at = Iso(run.Finished ?? run.Started),
        html_url = $"https://github.com/{run.Repository}/actions/runs/{run.Id}",
        // Both may be null.
        actor = run.Actor.Length > 0 ? new { login = run.Actor } : null,
        head_repository = new { full_name = run.IsPullRequest ? "mallory/web" : run.Repository },
    };

    private Task PageAsync<T>(HttpContext http, IReadOnlyList<T> items, Func<T, object> show, string? member)
    {
        var (page, size) = (Number(http.Request, "page", 1), Number(http.Request, "per_page", 30));
        if (items.Count > page * size)
        {
            http.Response.Headers.Link = $"<{Address}/next?page={page + 1}>; rel=\"next\", <{Address}/next?page=9>; rel=\"last\"";
        }

        var shown = items.Skip((page - 1) * size).Take(size).Select(show).ToList();
        return WriteAsync(http, member is null ? shown : new Dictionary<string, object> { ["total_count"] = items.Count, [member] = shown });
    }
}
