using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>GitLab: PRIVATE-TOKEN, pages by <c>X-Next-Page</c>, lists and webhooks with different objects.</summary>
internal sealed class FakeGitLab : FakeProvider
{
    public override string Name => "gitlab";

    public override object Config => new { gitlab_url = Address };

    /// <summary>Whether webhooks are signed the new way.</summary>
    public bool Signs { get; set; }

    public override (string Body, List<(string Name, string Value)> Headers) Webhook(FakeRun run, string secret, string delivery, DateTimeOffset now) => Event(
        "Pipeline Hook",
        new
        {
            object_kind = "pipeline",
            object_attributes = new
            {
                id = run.Id,
                iid = 3,
                @ref = run.Branch,
                tag = false,
                sha = run.Sha,
                source = run.IsPullRequest ? "merge_request_event" : "push",
                status = StatusOf(run.State),
                created_at = Time(run.Started),
                finished_at = Time(run.Finished),
                duration = 120,
                url = $"{Address}/{run.Repository}/-/pipelines/{run.Id}",
                name = run.Pipeline,
            },
            user = new { username = run.Actor },
            project = Project(run.Repository),
            commit = new { id = run.Sha, message = "Ship it\n\nAll of it" },
        },
        secret, delivery, now);

    public (string Body, List<(string Name, string Value)> Headers) Event(string kind, object payload, string secret, string delivery, DateTimeOffset now)
    {
        var body = JsonSerializer.Serialize(payload);
        List<(string, string)> headers = [("X-Gitlab-Event", kind), ("X-Gitlab-Event-UUID", delivery), ("Idempotency-Key", delivery)];
        if (!Signs)
        {
            return (body, [.. headers, ("X-Gitlab-Token", secret)]);
        }

        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{delivery}.{timestamp}.{body}")));
        return (body, [.. headers, ("webhook-id", delivery), ("webhook-timestamp", timestamp), ("webhook-signature", $"v1,{signature}")]);
    }

    public static object Project(string name) => new { id = 7, name, path_with_namespace = name, default_branch = "main", web_url = $"https://gitlab.example/{name}" };

    protected override bool IsAuthorized(HttpRequest request) => request.Headers["PRIVATE-TOKEN"] == Token;

    protected override Task AnswerRealAsync(HttpContext http, string path)
    {
        // %2F stays: a project's name is one piece.
        switch (path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["api", "v4", "user"]:
                return WriteAsync(http, new { id = 1, username = "root", name = "Administrator" });
            case ["api", "v4", "projects"]:
                return PageAsync(http, Repositories, name => (object)new { path = name.Split('/')[^1], path_with_namespace = name, visibility = "private", default_branch = "main", web_url = $"{Address}/{name}" });
            case ["api", "v4", "projects", var name, "pipelines"]:
                return PageAsync(http, RunsOf(Uri.UnescapeDataString(name)), ShowListed);
            case ["api", "v4", "projects", _, "deployments"]:
                return PageAsync(http, Array.Empty<string>(), name => name);
            default:
                return WriteAsync(http, new { message = "404 Not Found" }, 404);
        }
    }

    private object ShowListed(FakeRun run) => new
    {
        id = run.Id,
        iid = 3,
        project_id = 7,
        status = StatusOf(run.State),
        source = run.IsPullRequest ? "merge_request_event" : "push",
        @ref = run.Branch,
        sha = run.Sha,
        name = run.Pipeline,
        web_url = $"{Address}/{run.Repository}/-/pipelines/{run.Id}",
        created_at = Iso(run.Started),
        updated_at = Iso(run.Finished ?? run.Started),
    };

    private static string StatusOf(string state) => state switch { "running" => "running", "queued" => "pending", "cancelled" => "canceled", _ => state };

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static Task PageAsync<T>(HttpContext http, IReadOnlyList<T> items, Func<T, object> show)
    {
        var (page, size) = (Number(http.Request, "page", 1), Number(http.Request, "per_page", 20));
        http.Response.Headers["X-Next-Page"] = items.Count > page * size ? $"{page + 1}" : "";
        return WriteAsync(http, items.Skip((page - 1) * size).Take(size).Select(show).ToList());
    }
}
