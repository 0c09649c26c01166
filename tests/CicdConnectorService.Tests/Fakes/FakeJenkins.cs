using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>Jenkins: user and API token, one tree of jobs in folders, builds by ranges.</summary>
internal sealed partial class FakeJenkins : FakeProvider
{
    public override string Name => "jenkins";

    public override object Credentials => new { url = Address, username = "admin", token = Token };

    public override object Config => new { jenkins_url = Address };

    /// <summary>Whether webhooks are signed; else they carry the secret.</summary>
    public bool Signs { get; set; } = true;

    public override (string Body, List<(string Name, string Value)> Headers) Webhook(FakeRun run, string secret, string delivery, DateTimeOffset now)
    {
        var body = JsonSerializer.Serialize(new
        {
            name = run.Repository.Split('/')[^1],
            url = string.Concat(run.Repository.Split('/').Select(piece => $"job/{piece}/")),
            build = new
            {
                full_url = $"{Address}/job/{run.Repository}/{run.Id}/",
                number = run.Id,
                phase = run.State switch { "running" => "STARTED", "queued" => "QUEUED", _ => "FINALIZED" },
                // While it runs: that of the build before.
                status = run.Finished is null ? "FAILURE" : ResultOf(run.State),
                timestamp = run.Started.ToUnixTimeMilliseconds(),
                duration = run.Finished is null ? 0 : 120_000,
                scm = new { branch = $"origin/{run.Branch}", commit = run.Sha },
            },
        });
        return (body, [("Idempotency-Key", delivery), Signs ? ("X-Hub-Signature-256", Hmac(secret, body)) : ("Authorization", $"Bearer {secret}")]);
    }

    protected override bool IsAuthorized(HttpRequest request) => request.Headers.Authorization == Basic("admin", Token);

    protected override Task AnswerRealAsync(HttpContext http, string path)
    {
        if (path == "/me/api/json")
        {
            return WriteAsync(http, new { id = "admin", fullName = "Jenkins Admin" });
        }

        if (path == "/api/json")
        {
            // shop/web is the job web in the folder shop.
            return WriteAsync(http, new
            {
                jobs = Repositories.GroupBy(name => name.Split('/')[0]).Select(folder => (object)new
                {
                    name = folder.Key,
                    fullName = folder.Key,
                    jobs = folder.Select(name => new { name = name.Split('/')[^1], fullName = name, url = $"{Address}/job/{name}/", color = "blue" }),
                }),
            });
        }

        var job = string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where((_, index) => index % 2 == 1).SkipLast(1));
        if (!Repositories.Contains(job) || Range().Match(http.Request.Query["tree"].ToString()) is not { Success: true } range)
        {
            return WriteAsync(http, new { }, 404);
        }

        var (from, to) = (int.Parse(range.Groups[1].Value, null), int.Parse(range.Groups[2].Value, null));
        return WriteAsync(http, new { allBuilds = RunsOf(job).Where(run => run.State != "queued").Skip(from).Take(to - from).Select(Show) });
    }

    private object Show(FakeRun run) => new
    {
        number = run.Id,
        building = run.Finished is null,
        result = run.Finished is null ? null : ResultOf(run.State),
        timestamp = run.Started.ToUnixTimeMilliseconds(),
        duration = run.Finished is null ? 0 : 120_000,
        url = $"{Address}/job/{run.Repository}/{run.Id}/",
        actions = new object[]
        {
            new { },
            new { causes = new[] { new { userName = run.Actor } } },
            new { lastBuiltRevision = new { SHA1 = run.Sha, branch = new[] { new { name = $"refs/remotes/origin/{run.Branch}" } } } },
        },
    };

    private static string ResultOf(string state) => state switch { "success" => "SUCCESS", "failed" => "FAILURE", "cancelled" => "ABORTED", _ => "NOT_BUILT" };

    [GeneratedRegex(@"\{(\d+),(\d+)\}")]
    private static partial Regex Range();
}
