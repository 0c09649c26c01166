using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>The deployment hook of a project, for whatever can run curl.</summary>
public sealed class HookTests(CicdServer server) : IClassFixture<CicdServer>
{
    [Fact]
    public async Task Without_a_secret_the_hook_takes_nothing_and_with_one_only_what_is_signed()
    {
        var project = server.NewProject();
        Assert.Equal(404, (await SendAsync(project, "{}", "x")).Code);
        Assert.False((await project.Viewer.GetAsync("/deployment-hook"))["enabled"].GetBoolean());

        var made = await project.Admin.PostAsync("/deployment-hook", new { });
        var secret = made.Text("webhook_secret")!;
        const string Body = """{"service":"web","version":"1.4.2","commit_sha":"9049f1265b7d61be4a8904a9a27120d2064dab3b","deployed_by":"ann","environment":"staging","url":"https://ci.example/7"}""";

        Assert.Equal($"https://sre.example.org/api/v1/cicd/webhooks/generic/{project.Id}", made.Text("webhook_url"));
        Assert.Equal(401, (await server.SendWebhookAsync(Path(project), Body, [])).Code);
        Assert.Equal(401, (await server.SendWebhookAsync(Path(project), Body, [("X-Webhook-Secret", "wrong")])).Code);
        Assert.Equal(401, (await SendAsync(project, Body, "0123456789abcdef")).Code);
        Assert.Equal(401, (await SendAsync(project, Body, secret, age: TimeSpan.FromMinutes(6))).Code);
        var taken = await SendAsync(project, Body, secret);

        Assert.Equal((200, "web", "1.4.2", "success"), (taken.Code, Of(taken, "service"), Of(taken, "version"), Of(taken, "status")));
        Assert.True((await SendAsync(project, Body, secret))["duplicate"].GetBoolean());
        var known = Assert.Single(await project.DeploymentsAsync());
        Assert.Equal(("webhook", "staging", "ann"), (known.GetProperty("source").GetString(), known.GetProperty("environment").GetString(), known.GetProperty("deployed_by").GetString()));
        var view = await project.Viewer.GetAsync("/deployment-hook");
        Assert.True(view["enabled"].GetBoolean());
        Assert.DoesNotContain(secret, view.Body.ToString() + await server.DumpAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_header_of_the_earlier_system_is_enough_and_an_id_makes_reports_one_deployment()
    {
        var project = server.NewProject();
        var secret = (await project.Admin.PostAsync("/deployment-hook", new { })).Text("webhook_secret")!;
        (string, string)[] headers = [("X-Webhook-Secret", secret)];

        var begun = await server.SendWebhookAsync(Path(project), """{"service_name":"api","version":"7","id":"42","status":"in_progress","started_at":"2026-03-01T10:00:00Z"}""", headers);
        var ended = await server.SendWebhookAsync(Path(project), """{"service_name":"api","version":"7","id":"42","status":"failed","started_at":"2026-03-01T10:00:00Z","finished_at":"2026-03-01T10:05:00Z"}""", headers);

        Assert.Equal(("in_progress", "failed"), (Of(begun, "status"), Of(ended, "status")));
        var known = Assert.Single(await project.DeploymentsAsync());
        Assert.Equal((300_000L, "webhook:api:42"), (FakeCollector.MillisecondsOf(known), known.GetProperty("external_id").GetString()));
    }

    [Theory]
    [InlineData("{}", "service, version")]
    [InlineData("""{"service":"","version":"1"}""", "service")]
    [InlineData("""{"service":"web","version":null}""", "version")]
    [InlineData("""{"service":"web","version":"1","status":"maybe"}""", "status")]
    [InlineData("[]", "JSON object")]
    [InlineData("nonsense", "JSON object")]
    public async Task What_is_missing_is_named(string body, string named)
    {
        var project = server.NewProject();
        var secret = (await project.Admin.PostAsync("/deployment-hook", new { })).Text("webhook_secret")!;

        var answer = await SendAsync(project, body, secret);

        Assert.Equal(400, answer.Code);
        Assert.Contains(named, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_rotate_and_go_away_and_open_no_other_project()
    {
        var (project, other) = (server.NewProject(), server.NewProject());
        var first = (await project.Admin.PostAsync("/deployment-hook", new { })).Text("webhook_secret")!;
        await other.Admin.PostAsync("/deployment-hook", new { });
        var second = (await project.Admin.PostAsync("/deployment-hook", new { keep_previous_hours = 1 })).Text("webhook_secret")!;
        var version = 0;

        Assert.Equal((200, 200, 401), (await TryAsync(project, first), await TryAsync(project, second), await TryAsync(other, first)));
        server.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((401, 200), (await TryAsync(project, first), await TryAsync(project, second)));
        Assert.Equal(200, (await project.Admin.SendAsync(HttpMethod.Delete, "/deployment-hook", null)).Code);
        Assert.Equal(404, await TryAsync(project, second));

        async Task<int> TryAsync(TestProject target, string secret) => (await SendAsync(target, $$"""{"service":"web","version":"{{++version}}"}""", secret)).Code;
    }

    // Whoever changes the documentation changes this; the clock of the service is that of the machine for once.
    [Fact]
    public async Task The_line_of_the_documentation_works_as_it_is_written()
    {
        await using var now = new CicdServerAt(server, DateTimeOffset.UtcNow);
        var project = server.NewProject();
        var secret = (await project.Admin.PostAsync("/deployment-hook", new { })).Text("webhook_secret")!;
        var text = await File.ReadAllTextAsync(DocumentsFolder.Find("deployments.md"), TestContext.Current.CancellationToken);
        var line = text.Split('\n').Single(candidate => candidate.StartsWith("body=", StringComparison.Ordinal));
        // curl shows what it would send instead of sending it.
        var script = $"curl() {{ printf '%s\\n' \"$@\"; }}\nURL=https://sre.example.org\nSECRET={secret}\n{line}";
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;
        var arguments = (await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n');

        var headers = arguments.Where(argument => argument.StartsWith("X-Webhook-", StringComparison.Ordinal)).Select(argument => (argument.Split(": ")[0], argument.Split(": ")[1])).ToList();
        var sent = arguments.Single(argument => argument.StartsWith('{'));

        Assert.Equal(2, headers.Count);
        Assert.Equal(200, (await server.SendWebhookAsync(Path(project), sent, headers)).Code);
    }

    private static string Path(TestProject project) => $"/webhooks/generic/{project.Id}";

    private static string? Of(Answer answer, string field) => answer["deployment"].GetProperty(field).GetString();

    private Task<Answer> SendAsync(TestProject project, string body, string secret, TimeSpan age = default)
    {
        var timestamp = (server.Time.GetUtcNow() - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));
        return server.SendWebhookAsync(Path(project), body, [("X-Webhook-Timestamp", timestamp), ("X-Webhook-Signature", $"sha256={signature}")]);
    }
}
