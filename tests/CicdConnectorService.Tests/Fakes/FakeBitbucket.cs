using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>api.bitbucket.org: bearer or basic authentication, pages by <c>next</c>; webhooks tell of pipelines as statuses of commits.</summary>
internal sealed class FakeBitbucket : FakeProvider
{
    public override string Name => "bitbucket";

    public override object Credentials => new { username = "ann", app_password = Token };

    public override object Config => new { workspace = "acme" };

    public override (string Body, List<(string Name, string Value)> Headers) Webhook(FakeRun run, string secret, string delivery, DateTimeOffset now) => Event(
        run.Finished is null ? "repo:commit_status_created" : "repo:commit_status_updated",
        new
        {
            actor = new { nickname = run.Actor },
            repository = new { full_name = run.Repository },
            commit_status = new
            {
                key = "-1234",
                name = $"Pipeline #{run.Id} for {run.Branch}",
                state = run.State switch { "success" => "SUCCESSFUL", "failed" => "FAILED", "cancelled" => "STOPPED", "running" => "INPROGRESS", _ => "" },
                refname = run.Branch,
                url = $"https://bitbucket.org/{run.Repository}/addon/pipelines/home#!/results/{run.Id}",
                commit = new { hash = run.Sha, message = "Ship it" },
                created_on = Iso(run.Started),
                updated_on = Iso(run.Finished ?? run.Started),
            },
        },
        secret, delivery);

    public static (string Body, List<(string Name, string Value)> Headers) Event(string kind, object payload, string secret, string delivery)
    {
        var body = JsonSerializer.Serialize(payload);
        return (body, [("X-Event-Key", kind), ("X-Request-UUID", delivery), ("X-Hub-Signature", Hmac(secret, body))]);
    }

    protected override bool IsAuthorized(HttpRequest request) => request.Headers.Authorization == Basic("ann", Token) || request.Headers.Authorization == $"Bearer {Token}";

    protected override Task AnswerRealAsync(HttpContext http, string path)
    {
        switch (path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case ["2.0", "user"]:
                return WriteAsync(http, new { username = "ann", display_name = "Ann Bit", account_id = "557058" });
            case ["2.0", "repositories", "acme"] or ["2.0", "repositories"]:
                return PageAsync(http, Repositories, name => (object)new { slug = name.Split('/')[^1], full_name = name, is_private = true, mainbranch = new { name = "main" } });
            case ["2.0", "repositories", var workspace, var slug, "pipelines"]:
                return PageAsync(http, RunsOf($"{workspace}/{slug}"), Show);
            default:
                return WriteAsync(http, new { type = "error" }, 404);
        }
    }

    private static object Show(FakeRun run) => new
    {
        build_number = run.Id,
        creator = new { nickname = run.Actor },
        target = new
        {
            type = run.IsPullRequest ? "pipeline_pullrequest_target" : "pipeline_ref_target",
            ref_type = "branch",
            ref_name = run.Branch,
            commit = new { hash = run.Sha },
            selector = new { type = "branches", pattern = run.Pipeline },
        },
        state = run.State switch
        {
            "running" => new { name = "IN_PROGRESS", result = (object?)null },
            "queued" => new { name = "PENDING", result = (object?)null },
            _ => new { name = "COMPLETED", result = (object?)new { name = run.State switch { "success" => "SUCCESSFUL", "failed" => "FAILED", "cancelled" => "STOPPED", _ => "NOT_RUN" } } },
        },
        created_on = Iso(run.Started),
        completed_on = Iso(run.Finished),
    };

    private Task PageAsync<T>(HttpContext http, IReadOnlyList<T> items, Func<T, object> show)
    {
        var (page, size) = (Number(http.Request, "page", 1), Number(http.Request, "pagelen", 10));
        return WriteAsync(http, new { size = items.Count, page, values = items.Skip((page - 1) * size).Take(size).Select(show).ToList(), next = items.Count > page * size ? $"{Address}/elsewhere?page={page + 1}" : null });
    }
}
