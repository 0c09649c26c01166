using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>dev.azure.com: the token as password of nobody, pages by a continuation token. Its repositories are pipelines of one project.</summary>
internal sealed class FakeAzureDevOps : FakeProvider
{
    public override string Name => "azure_devops";

    public override object Config => new { organization_url = $"{Address}/acme", project = "Shop" };

    public override (string Body, List<(string Name, string Value)> Headers) Webhook(FakeRun run, string secret, string delivery, DateTimeOffset now) => Event(
        new { id = delivery, notificationId = 1, eventType = "build.complete", resource = Show(run), createdDate = Iso(run.Finished) }, secret);

    public static (string Body, List<(string Name, string Value)> Headers) Event(object payload, string secret) =>
        (JsonSerializer.Serialize(payload), [("Authorization", Basic("sre-copilot", secret))]);

    protected override bool IsAuthorized(HttpRequest request) => request.Headers.Authorization == Basic("", Token) && request.Headers["X-TFS-FedAuthRedirect"] == "Suppress";

    protected override Task AnswerRealAsync(HttpContext http, string path)
    {
        switch (path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            case [.., "_apis", "connectiondata"]:
                return WriteAsync(http, new { authenticatedUser = new { id = "5a3e", providerDisplayName = "Ann Azure" } });
            case ["acme", _, "_apis", "pipelines"]:
                return PageAsync(http, Repositories, name => (object)new { id = 4, name, folder = "\\" });
            case ["acme", var project, "_apis", "build", "builds"]:
                var shown = Repositories.Where(name => project == "Shop" || Uri.UnescapeDataString(project) == name);
                return PageAsync(http, [.. shown.SelectMany(RunsOf).OrderByDescending(run => run.Started).ThenByDescending(run => run.Id)], Show);
            default:
                return WriteAsync(http, new { message = "not found" }, 404);
        }
    }

    private object Show(FakeRun run) => new
    {
        id = run.Id,
        buildNumber = $"20260301.{run.Id}",
        status = run.State switch { "running" => "inProgress", "queued" => "notStarted", _ => "completed" },
        result = run.State switch { "success" => "succeeded", "failed" => "failed", "cancelled" => "canceled", "skipped" => "none", _ => null },
        queueTime = Iso(run.Started),
        startTime = run.State == "queued" ? null : Iso(run.Started),
        finishTime = Iso(run.Finished),
        url = $"{Address}/acme/16dcfeeb-d8fd-495c-917b-fec46cb44fbb/_apis/build/Builds/{run.Id}",
        definition = new { id = 4, name = run.Repository },
        project = new { id = "16dcfeeb-d8fd-495c-917b-fec46cb44fbb", name = "Shop" },
        sourceBranch = $"refs/heads/{run.Branch}",
        // Null when the sources are not known.
        sourceVersion = run.Sha == "none" ? null : run.Sha,
        requestedFor = new { displayName = run.Actor },
        reason = run.IsPullRequest ? "pullRequest" : "individualCI",
        _links = new { web = new { href = $"https://dev.azure.com/acme/Shop/_build/results?buildId={run.Id}" } },
    };

    private static Task PageAsync<T>(HttpContext http, IReadOnlyList<T> items, Func<T, object> show)
    {
        var (skip, size) = (Number(http.Request, "continuationToken", 0), Number(http.Request, "$top", 20));
        if (items.Count > skip + size)
        {
            http.Response.Headers["x-ms-continuationtoken"] = $"{skip + size}";
        }

        return WriteAsync(http, new { count = items.Count, value = items.Skip(skip).Take(size).Select(show).ToList() });
    }
}
