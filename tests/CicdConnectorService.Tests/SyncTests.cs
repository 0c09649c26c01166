using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>What a sync makes of runs, and what it says when something fails.</summary>
public sealed class SyncTests(CicdServer server) : IClassFixture<CicdServer>, IAsyncLifetime
{
    public static TheoryData<string> Providers => ProviderCase.All;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        foreach (var provider in server.Providers)
        {
            provider.Fault = _ => Task.FromResult(false);
        }

        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Runs_of_the_default_branch_become_deployments_with_their_own_times(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var repository = ProviderCase.NewRepository();
        var good = provider.Add(new FakeRun(repository, ProviderCase.NewRun()));
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), "failed") { Started = good.Started.AddMinutes(5) });
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), "running") { Started = good.Started.AddMinutes(10) });
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), "cancelled"));
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), "skipped"));
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), "queued"));
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), Branch: "feature/x"));
        provider.Add(new FakeRun(repository, ProviderCase.NewRun()) { Started = good.Started.AddDays(-100) });

        var connection = await project.ConnectAsync(provider, provider.ConfigOf(repository));

        var deployments = await project.DeploymentsAsync();
        Assert.Equal(["failed", "in_progress", "success"], deployments.Select(item => item.GetProperty("status").GetString()).Order());
        var first = deployments.Single(item => item.GetProperty("status").GetString() == "success");
        Assert.Equal(
            (repository, good.Sha, good.Sha[..7], "production", name, "2026-03-01T09:00:00+00:00", "2026-03-01T09:02:00+00:00", 120_000L),
            (Text(first, "service_name"), Text(first, "commit_sha"), Text(first, "version"), Text(first, "environment"), Text(first, "source"), Text(first, "timestamp"), Text(first, "completed_at"),
                FakeCollector.MillisecondsOf(first)));
        Assert.Contains($"{good.Id}", Text(first, "url"), StringComparison.Ordinal);
        Assert.EndsWith($":run:{good.Id}", Text(first, "external_id"), StringComparison.Ordinal);
        var shown = await connection.GetAsync();
        Assert.Equal(("connected", "", true), (shown.Text("status"), shown.Text("status_message"), shown["repos_count"].GetInt32() >= 1));
        Assert.NotEqual(JsonValueKind.Null, shown["last_sync_at"].ValueKind);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_run_that_comes_by_webhook_and_by_sync_is_one_deployment(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var repository = ProviderCase.NewRepository();
        var connection = await project.ConnectAsync(provider, provider.ConfigOf(repository));
        var run = new FakeRun(repository, ProviderCase.NewRun(), "running") { Started = server.Time.GetUtcNow() };

        await SendAsync(run);
        provider.Add(run);
        await connection.SyncAsync();
        await SendAsync(run = provider.Add(run with { State = "success" }));
        var synced = await connection.SyncAsync();

        var deployment = Assert.Single(await project.DeploymentsAsync());
        Assert.Equal(("success", run.Sha, 0), (Text(deployment, "status"), Text(deployment, "commit_sha"), synced["deployments_imported"].GetInt32()));
        // Late, and out of order: what is over stays over.
        await SendAsync(run with { State = "running" });
        Assert.Equal("success", Text(Assert.Single(await project.DeploymentsAsync()), "status"));

        async Task SendAsync(FakeRun state)
        {
            var (body, headers) = provider.Webhook(state, connection.Secret, Guid.NewGuid().ToString(), server.Time.GetUtcNow());
            var answer = await server.SendWebhookAsync(connection.WebhookPath, body, headers);
            Assert.True(answer.Code == 200 && answer.Body.TryGetProperty("deployment", out _), answer.Body.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Pages_are_read_until_what_is_known_and_a_second_sync_finds_nothing_new(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var repository = ProviderCase.NewRepository();
        var start = server.Time.GetUtcNow().AddDays(-1);
        for (var n = 0; n < 8; n++)
        {
            provider.Add(new FakeRun(repository, ProviderCase.NewRun()) { Started = start.AddHours(n) });
        }

        var connection = await project.ConnectAsync(provider, provider.ConfigOf(repository));
        Assert.Equal(8, (await project.DeploymentsAsync()).Count);
        var received = server.Collector.Received.Count;

        var again = await connection.SyncAsync();

        await project.DeploymentsAsync();
        Assert.Equal((0, received), (again["deployments_imported"].GetInt32(), server.Collector.Received.Count));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_page_that_fails_leaves_what_was_read_and_the_next_sync_reads_the_rest(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var repository = ProviderCase.NewRepository();
        var start = server.Time.GetUtcNow().AddDays(-1);
        for (var n = 0; n < 8; n++)
        {
            provider.Add(new FakeRun(repository, ProviderCase.NewRun()) { Started = start.AddHours(n) });
        }

        // The second page of runs, in the words of each.
        provider.Fault = async http =>
        {
            var target = http.Request.Path + Uri.UnescapeDataString(http.Request.QueryString.ToString());
            if (!target.Contains("page=2", StringComparison.Ordinal) && !target.Contains("continuationToken", StringComparison.Ordinal) && !target.Contains("{3,6}", StringComparison.Ordinal))
            {
                return false;
            }

            http.Response.StatusCode = 500;
            await http.Response.WriteAsync("secret inner text");
            return true;
        };
        var connection = await project.ConnectAsync(provider, provider.ConfigOf(repository));
        var broken = await connection.GetAsync();

        Assert.Equal("error", broken.Text("status"));
        Assert.Contains("HTTP 500", broken.Text("status_message"), StringComparison.Ordinal);
        Assert.DoesNotContain("inner text", broken.Text("status_message"), StringComparison.Ordinal);
        Assert.Equal(3, (await project.DeploymentsAsync()).Count);

        provider.Fault = _ => Task.FromResult(false);
        var mended = await connection.SyncAsync();

        Assert.Equal(("connected", "", 5), (mended.Text("status"), mended.Text("status_message"), mended["deployments_imported"].GetInt32()));
        Assert.Equal(8, (await project.DeploymentsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Credentials_that_are_revoked_in_the_middle_are_told_and_new_ones_go_on(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var repository = ProviderCase.NewRepository();
        provider.Add(new FakeRun(repository, ProviderCase.NewRun()));
        var connection = await project.ConnectAsync(provider, provider.ConfigOf(repository));
        var before = await connection.GetAsync();
        provider.Add(new FakeRun(repository, ProviderCase.NewRun()) { Started = server.Time.GetUtcNow() });

        provider.Token = "rotated-token-of-the-tests";
        server.Time.Advance(TimeSpan.FromMinutes(1));
        var revoked = await connection.SyncAsync();

        Assert.Equal((200, "error", before.Text("last_sync_at")), (revoked.Code, revoked.Text("status"), revoked.Text("last_sync_at")));
        Assert.Contains("rejected", revoked.Text("status_message"), StringComparison.Ordinal);
        Assert.Single(await project.DeploymentsAsync());

        Assert.Equal(200, (await project.Admin.PatchAsync($"/connections/{connection.Id}", new { credentials = provider.Credentials })).Code);
        Assert.Equal("connected", (await connection.SyncAsync()).Text("status"));
        Assert.Equal(2, (await project.DeploymentsAsync()).Count);
    }

    [Fact]
    public async Task One_repository_that_fails_does_not_keep_the_others_from_being_read()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        string[] repositories = [ProviderCase.NewRepository(), ProviderCase.NewRepository(), ProviderCase.NewRepository()];
        foreach (var repository in repositories)
        {
            provider.Add(new FakeRun(repository, ProviderCase.NewRun()));
        }

        provider.Fault = http =>
        {
            http.Response.StatusCode = 403;
            return Task.FromResult(http.Request.Path.Value!.StartsWith($"/repos/{repositories[1]}", StringComparison.Ordinal));
        };
        var config = new JsonObject { ["organization"] = "acme", ["repositories"] = new JsonArray([.. repositories.Select(name => JsonValue.Create(name))]) };

        var shown = await (await project.ConnectAsync(provider, config)).GetAsync();

        Assert.StartsWith("2 of 3 repositories were read.", shown.Text("status_message"), StringComparison.Ordinal);
        Assert.Contains($"{repositories[1]}: The credentials are accepted but may not do this. They need: Deployments: read", shown.Text("status_message"), StringComparison.Ordinal);
        Assert.Equal(("error", 3), (shown.Text("status"), shown["repos_count"].GetInt32()));
        Assert.Equal(2, (await project.DeploymentsAsync()).Count);
    }

    [Fact]
    public async Task A_long_pause_that_the_system_asks_for_is_kept()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        var repository = ProviderCase.NewRepository();
        provider.Add(new FakeRun(repository, ProviderCase.NewRun()));
        provider.Fault = http =>
        {
            // As GitHub says that the hour is used up.
            http.Response.StatusCode = 403;
            http.Response.Headers["X-RateLimit-Remaining"] = "0";
            http.Response.Headers["X-RateLimit-Reset"] = $"{server.Time.GetUtcNow().AddMinutes(40).ToUnixTimeSeconds()}";
            return Task.FromResult(http.Request.Path.Value!.Contains("/actions/", StringComparison.Ordinal));
        };

        var connection = await project.ConnectAsync(provider, provider.ConfigOf(repository));

        var shown = await connection.GetAsync();
        Assert.Equal("error", shown.Text("status"));
        Assert.Contains("asks to wait 2400 s", shown.Text("status_message"), StringComparison.Ordinal);
        Assert.Equal(40d, Convert.ToDouble(await server.SqlAsync($"select extract(epoch from sync_due_at - '{server.Time.GetUtcNow():O}'::timestamptz) / 60 from connections where id = '{connection.Id}'"), null));
    }

    [Fact]
    public async Task GitHub_deployments_carry_their_environment_and_swallow_the_run_that_made_them()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        var run = provider.Add(new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun()));
        provider.Deployments[run.Repository] =
        [
            (Deployment(12, "staging", "v2", null, run.Sha), Status("failure")),
            (Deployment(11, "production", "v1", null, run.Sha), Status("success")),
            (Deployment(10, "pr-7", "x", true, run.Sha), Status("success")),
        ];

        await project.ConnectAsync(provider, provider.ConfigOf(run.Repository));

        var found = (await project.DeploymentsAsync()).Select(item => (Text(item, "environment"), Text(item, "version"), Text(item, "status"), Text(item, "external_id")));
        Assert.Equal(
            [("production", "v1", "success", $"github:{run.Repository}:deployment:11"), ("staging", "v2", "failed", $"github:{run.Repository}:deployment:12")], found);

        static JsonObject Deployment(int id, string environment, string reference, bool? transient, string sha) => new()
        {
            ["id"] = id,
            ["sha"] = sha,
            ["ref"] = reference,
            ["environment"] = environment,
            ["description"] = null,
            ["transient_environment"] = transient,
            ["creator"] = new JsonObject { ["login"] = "octo" },
            ["created_at"] = "2026-03-01T09:00:00Z",
        };

        static JsonObject Status(string state) => new() { ["state"] = state, ["created_at"] = "2026-03-01T09:03:00Z" };
    }

    [Fact]
    public async Task Settings_say_what_counts_where_and_for_which_service()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        var repository = ProviderCase.NewRepository();
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), Branch: "develop", Pipeline: "Deploy to staging"));
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), Branch: "release/7", Pipeline: "Deploy"));
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), Branch: "main", Pipeline: "Deploy"));
        provider.Add(new FakeRun(repository, ProviderCase.NewRun(), Branch: "develop", Pipeline: "Lint"));
        var config = provider.ConfigOf(repository);
        config["branches"] = JsonNode.Parse("""{"develop":"staging","release/*":"live"}""");
        config["pipelines"] = new JsonArray("deploy*");
        config["services"] = new JsonObject { [repository] = "checkout" };

        await project.ConnectAsync(provider, config);

        Assert.Equal(
            [("checkout", "live"), ("checkout", "staging")],
            (await project.DeploymentsAsync()).Select(item => (Text(item, "service_name"), Text(item, "environment"))).Order());
    }

    [Fact]
    public async Task A_connection_that_is_switched_off_is_not_read()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        var connection = await project.ConnectAsync(provider);
        await project.Admin.PatchAsync($"/connections/{connection.Id}", new { is_active = false });

        Assert.Equal(409, (await connection.SyncAsync()).Code);
    }

    private static string Text(JsonElement item, string field) => item.GetProperty(field).GetString()!;
}
