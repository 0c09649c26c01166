using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>Who is believed, what is taken twice, and what becomes a deployment.</summary>
public sealed class WebhookTests(CicdServer server) : IClassFixture<CicdServer>
{
    public static TheoryData<string> Providers => ProviderCase.All;

    // The services' documentation shows these: GitHub "Validating webhook deliveries", Bitbucket "Manage webhooks".
    [Theory]
    [InlineData("github", "X-Hub-Signature-256", "Hello, World!", "It's a Secret to Everybody", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("bitbucket", "X-Hub-Signature", "Hello World!", "It's a Secret to Everybody", "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9")]
    public async Task The_documented_example_of_the_sender_passes(string provider, string header, string body, string secret, string signature)
    {
        var project = server.NewProject();
        var connection = await project.ConnectAsync(server.Provider(provider), sync: false);
        Assert.Equal(200, (await project.Admin.PostAsync($"/connections/{connection.Id}/webhook-secret", new { secret })).Code);

        // Not JSON, which is only seen by whoever believed the signature.
        Assert.Equal(400, (await server.SendWebhookAsync(connection.WebhookPath, body, [(header, signature)])).Code);
        Assert.Equal(401, (await server.SendWebhookAsync(connection.WebhookPath, body + " ", [(header, signature)])).Code);
        Assert.Equal(401, (await server.SendWebhookAsync(connection.WebhookPath, body, [(header, signature[..^1] + "0")])).Code);
    }

    // The example of the Standard Webhooks specification, by which GitLab signs.
    [Fact]
    public async Task The_example_of_standard_webhooks_passes()
    {
        await using var then = new CicdServerAt(server, DateTimeOffset.FromUnixTimeSeconds(1614265330));
        var project = server.NewProject();
        var connection = await project.ConnectAsync(server.GitLab, sync: false);
        await project.Admin.PostAsync($"/connections/{connection.Id}/webhook-secret", new { secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" });
        (string, string)[] headers =
            [("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"), ("webhook-timestamp", "1614265330"), ("webhook-signature", "v1,bm9ldHUjKzFob2VudXRob2VodWUzMjRvdWVvdW9ldQo= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")];

        Assert.Equal(200, (await server.SendWebhookAsync(connection.WebhookPath, """{"test": 2432232314}""", headers)).Code);
        Assert.Equal(401, (await server.SendWebhookAsync(connection.WebhookPath, """{"test": 2432232315}""", headers)).Code);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_not_signed_altered_or_meant_for_another_connection_is_refused(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var connection = await project.ConnectAsync(provider, sync: false);
        var other = await server.NewProject().ConnectAsync(provider, sync: false);
        var run = new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun());
        var (body, headers) = provider.Webhook(run, connection.Secret, "d1", server.Time.GetUtcNow());
        var (_, forged) = provider.Webhook(run, "0123456789abcdef", "d1", server.Time.GetUtcNow());

        var without = await server.SendWebhookAsync(connection.WebhookPath, body, []);
        var wrong = await server.SendWebhookAsync(connection.WebhookPath, body, forged);
        var elsewhere = await server.SendWebhookAsync(other.WebhookPath, body, headers);
        var unknown = await server.SendWebhookAsync(connection.WebhookPath.Replace(connection.Id.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal), body, headers);
        var foreign = await server.SendWebhookAsync($"/webhooks/{connection.Id}/{(name == "github" ? "gitlab" : "github")}", body, headers);

        Assert.Equal((401, 401, 401, 404, 404), (without.Code, wrong.Code, elsewhere.Code, unknown.Code, foreign.Code));
        if (name is "github" or "bitbucket" or "jenkins")
        {
            Assert.Equal(401, (await server.SendWebhookAsync(connection.WebhookPath, body.Replace("main", "evil", StringComparison.Ordinal), headers)).Code);
        }

        Assert.Empty(await project.DeploymentsAsync());
        Assert.Equal(200, (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code);
        Assert.Single(await project.DeploymentsAsync());
    }

    [Fact]
    public async Task GitLab_that_signs_must_sign_right_and_in_time()
    {
        var (project, provider) = (server.NewProject(), server.GitLab);
        var connection = await project.ConnectAsync(provider, sync: false);
        var run = new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun());
        provider.Signs = true;
        var (body, headers) = provider.Webhook(run, connection.Secret, "g1", server.Time.GetUtcNow());
        var (oldBody, old) = provider.Webhook(run, connection.Secret, "g2", server.Time.GetUtcNow().AddMinutes(-6));
        provider.Signs = false;

        // A right token beside a wrong signature helps nobody.
        var altered = await server.SendWebhookAsync(connection.WebhookPath, body.Replace("main", "evil", StringComparison.Ordinal), [.. headers, ("X-Gitlab-Token", connection.Secret)]);

        Assert.Equal(401, altered.Code);
        Assert.Equal(401, (await server.SendWebhookAsync(connection.WebhookPath, oldBody, old)).Code);
        Assert.Equal(200, (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_delivery_that_comes_again_changes_nothing(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var connection = await project.ConnectAsync(provider, sync: false);
        var run = new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun());
        var (body, headers) = provider.Webhook(run, connection.Secret, "once", server.Time.GetUtcNow());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.SendWebhookAsync(connection.WebhookPath, body, headers)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Single(answers, answer => !answer.Body.TryGetProperty("duplicate", out _));
        Assert.Single(answers.Select(answer => answer["deployment"].GetProperty("deployment_id").GetGuid()).Distinct());
        Assert.Single(await project.DeploymentsAsync());
        if (name is "github" or "bitbucket" or "jenkins")
        {
            // The id is not signed, the body is.
            var replayed = await server.SendWebhookAsync(
                connection.WebhookPath, body, headers.Select(header => header.Name is "X-GitHub-Delivery" or "X-Request-UUID" or "Idempotency-Key" ? (header.Name, "another") : header));
            Assert.True(replayed["duplicate"].GetBoolean());
        }
    }

    [Fact]
    public async Task Every_attempt_of_a_run_is_the_same_deployment_and_a_later_one_begins_it_again()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        var connection = await project.ConnectAsync(provider, sync: false);
        var run = new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun(), "queued");

        Assert.False((await SendAsync(run)).Body.TryGetProperty("deployment", out _));
        Assert.Equal("in_progress", Status(await SendAsync(run with { State = "running" })));
        Assert.Equal("failed", Status(await SendAsync(run with { State = "failed" })));
        Assert.Equal("in_progress", Status(await SendAsync(run with { State = "running", Started = run.Started.AddHours(1) })));
        Assert.Equal("success", Status(await SendAsync(run with { State = "success", Started = run.Started.AddHours(1) })));

        var deployment = Assert.Single(await project.DeploymentsAsync());
        Assert.Equal("2026-03-01T10:00:00+00:00", deployment.GetProperty("timestamp").GetString());

        async Task<Answer> SendAsync(FakeRun state)
        {
            var (body, headers) = provider.Webhook(state, connection.Secret, Guid.NewGuid().ToString(), server.Time.GetUtcNow());
            return await server.SendWebhookAsync(connection.WebhookPath, body, headers);
        }

        static string Status(Answer answer) => answer["deployment"].GetProperty("status").GetString()!;
    }

    [Fact]
    public async Task A_run_that_is_cancelled_on_the_way_ends_and_one_that_never_began_was_none()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        var connection = await project.ConnectAsync(provider, sync: false);
        var run = new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun(), "running");
        foreach (var state in new[] { run, run with { State = "cancelled" }, new FakeRun(run.Repository, ProviderCase.NewRun(), "cancelled"), new FakeRun(run.Repository, ProviderCase.NewRun(), "skipped") })
        {
            var (body, headers) = provider.Webhook(state, connection.Secret, Guid.NewGuid().ToString(), server.Time.GetUtcNow());
            Assert.Equal(200, (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code);
        }

        Assert.Equal("failed", Assert.Single(await project.DeploymentsAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Push_run_and_deployment_of_one_commit_are_one_deployment()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        var connection = await project.ConnectAsync(provider, sync: false);
        var run = new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun(), "running");
        var repository = FakeGitHub.Repository(run.Repository);
        var deployment = new { id = 5, sha = run.Sha, @ref = "main", environment = "live", description = (string?)null, created_at = "2026-03-01T09:01:00Z", creator = (object?)null };

        var pushed = await SendAsync(FakeGitHub.Event("push", new
        {
            @ref = "refs/heads/main",
            after = run.Sha,
            deleted = false,
            repository,
            pusher = new { name = "octo" },
            head_commit = new { id = run.Sha, message = "Fix it\n\nLong story", timestamp = "2026-03-01T08:59:00Z" },
        }, connection.Secret, "p"));
        var ran = await SendAsync(provider.Webhook(run, connection.Secret, "r", default));
        var created = await SendAsync(FakeGitHub.Event("deployment", new { deployment, repository, sender = new { login = "octo" } }, connection.Secret, "d"));
        var finished = await SendAsync(provider.Webhook(run with { State = "success" }, connection.Secret, "r2", default));
        var failed = await SendAsync(FakeGitHub.Event(
            "deployment_status", new { deployment, deployment_status = new { state = "failure", created_at = "2026-03-01T09:04:00Z" }, repository }, connection.Secret, "s"));

        Assert.Equal(("success", "in_progress"), (Status(pushed), Status(ran)));
        Assert.Equal(("success", "success", "failed"), (Status(created), Status(finished), Status(failed)));
        Assert.Single(new[] { pushed, ran, created, finished, failed }.Select(answer => answer["deployment"].GetProperty("deployment_id").GetGuid()).Distinct());
        var known = Assert.Single(await project.DeploymentsAsync());
        Assert.Equal(("live", "failed", "main", run.Sha), (Text("environment"), Text("status"), Text("version"), Text("commit_sha")));

        string Text(string field) => known.GetProperty(field).GetString()!;

        static string Status(Answer answer) => answer["deployment"].GetProperty("status").GetString()!;

        Task<Answer> SendAsync((string Body, List<(string, string)> Headers) message) => server.SendWebhookAsync(connection.WebhookPath, message.Body, message.Headers);
    }

    [Theory]
    [InlineData("""{"ref":"refs/heads/main","after":"0000000000000000000000000000000000000000","deleted":true,"head_commit":null}""")]
    [InlineData("""{"ref":"refs/heads/feature","after":"9049f1265b7d61be4a8904a9a27120d2064dab3b"}""")]
    [InlineData("""{"ref":"refs/tags/v1","after":"9049f1265b7d61be4a8904a9a27120d2064dab3b"}""")]
    [InlineData("""{"ref":null,"after":null,"pusher":null,"head_commit":null}""")]
    [InlineData("""{"ref":[],"after":{},"pusher":[1],"head_commit":"x"}""")]
    public async Task A_push_to_anything_but_the_default_branch_is_no_deployment(string push)
    {
        var project = server.NewProject();
        var connection = await project.ConnectAsync(server.GitHub, sync: false);
        var payload = JsonNode.Parse(push)!.AsObject();
        payload["repository"] = JsonSerializer.SerializeToNode(FakeGitHub.Repository("acme/web"));
        var (body, headers) = FakeGitHub.Event("push", payload, connection.Secret, "d");

        var answer = await server.SendWebhookAsync(connection.WebhookPath, body, headers);

        Assert.Equal((200, "push"), (answer.Code, answer.Text("event")));
        Assert.False(answer.Body.TryGetProperty("deployment", out _));
        Assert.Empty(await project.DeploymentsAsync());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_pull_request_is_no_deployment_whatever_its_branch_is_called(string name)
    {
        if (name is "jenkins" or "bitbucket")
        {
            return; // Their webhooks name the branch only; pull requests have one of their own.
        }

        var (project, provider) = (server.NewProject(), server.Provider(name));
        var connection = await project.ConnectAsync(provider, sync: false);
        var (body, headers) = provider.Webhook(new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun(), IsPullRequest: true), connection.Secret, "d", server.Time.GetUtcNow());

        Assert.Contains("pull request", (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Text("message"), StringComparison.Ordinal);
        Assert.Empty(await project.DeploymentsAsync());
    }

    [Fact]
    public async Task GitLab_deployments_and_pushes_are_read()
    {
        var (project, provider) = (server.NewProject(), server.GitLab);
        var connection = await project.ConnectAsync(provider, sync: false);
        const string Sha = "279484c09fbe69ededfced8c1bb6e6d24616b468";
        object Deployment(string status, string at) => new
        {
            object_kind = "deployment",
            status,
            status_changed_at = at,
            deployment_id = 15,
            deployable_url = "https://gitlab.example/jobs/796",
            environment = "production",
            environment_tier = "production",
            project = FakeGitLab.Project("acme/api"),
            @ref = "main",
            short_sha = Sha[..8],
            user = new { username = "root" },
            commit_url = $"https://gitlab.example/acme/api/-/commit/{Sha}",
            commit_title = "Add new file",
        };

        foreach (var (payload, id) in new[] { (Deployment("running", "2026-03-01 10:00:00 +0200"), "1"), (Deployment("success", "2026-03-01 10:03:00 +0200"), "2") })
        {
            var (body, headers) = provider.Event("Deployment Hook", payload, connection.Secret, id, server.Time.GetUtcNow());
            Assert.Equal(200, (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code);
        }

        var known = Assert.Single(await project.DeploymentsAsync());
        Assert.Equal(
            ("acme/api", Sha, "production", "success", "root", "2026-03-01T08:00:00+00:00", 180_000L),
            (Text("service_name"), Text("commit_sha"), Text("environment"), Text("status"), Text("deployed_by"), Text("timestamp"), FakeCollector.MillisecondsOf(known)));

        string Text(string field) => known.GetProperty(field).GetString()!;
    }

    [Fact]
    public async Task Azure_DevOps_says_what_it_knows_in_all_its_versions()
    {
        var (project, provider) = (server.NewProject(), server.AzureDevOps);
        var connection = await project.ConnectAsync(provider, sync: false);

        var unknownSource = await SendAsync(provider.Webhook(new FakeRun("web", ProviderCase.NewRun(), Sha: "none"), connection.Secret, "a", default));
        var old = await SendAsync(FakeAzureDevOps.Event(new
        {
            id = "b",
            eventType = "build.complete",
            resource = new
            {
                id = 2,
                buildNumber = "ConsumerAddressModule_20150407.1",
                status = "succeeded",
                sourceGetVersion = "LG:refs/heads/master:600c52d2d5b655caa111abfd863e5a9bd304bb0e",
                startTime = "2026-03-01T09:00:00Z",
                finishTime = "2026-03-01T09:01:00Z",
                definition = new { id = 2, name = "ConsumerAddressModule" },
                requests = new[] { new { requestedFor = new { displayName = "Normal Paulk" } } },
                url = "https://fabrikam.visualstudio.com/DefaultCollection/71777fbc-1cf2-4bd1-9540-128c1c71f766/_apis/build/Builds/2",
            },
        }, connection.Secret));
        var release = await SendAsync(FakeAzureDevOps.Event(new
        {
            id = "c",
            eventType = "ms.vss-release.deployment-completed-event",
            resource = new
            {
                environment = new { id = 8, name = "Dev", releaseId = 1, status = "succeeded", release = new { name = "Release-1", url = "http://vsrm.dev.azure.com/fabrikam/5a3e/_apis/Release/releases/1" }, releaseDefinition = new { name = "Fabrikam.CD" } },
                deployment = new { id = 5, deploymentStatus = "succeeded", startedOn = "2026-03-01T09:00:00Z", completedOn = "2026-03-01T09:02:00Z", requestedFor = new { displayName = "Ann" } },
                project = new { name = "Shop" },
            },
        }, connection.Secret));
        var other = await SendAsync(FakeAzureDevOps.Event(new { id = "d", eventType = "workitem.created", resource = new { } }, connection.Secret));

        Assert.Equal(("web", ""), (unknownSource["deployment"].GetProperty("service").GetString(), unknownSource["deployment"].GetProperty("commit_sha").GetString()));
        Assert.Equal("600c52d2d5b655caa111abfd863e5a9bd304bb0e", old["deployment"].GetProperty("commit_sha").GetString());
        Assert.Equal(("Fabrikam.CD", "Release-1", "Dev"), (Of(release, "service"), Of(release, "version"), Of(release, "environment")));
        Assert.Equal("workitem.created", other.Text("eventType"));
        Assert.Contains("azure_devops:fabrikam:run:2", (await project.DeploymentsAsync()).Select(item => item.GetProperty("external_id").GetString()));

        static string? Of(Answer answer, string field) => answer["deployment"].GetProperty(field).GetString();

        Task<Answer> SendAsync((string Body, List<(string, string)> Headers) message) => server.SendWebhookAsync(connection.WebhookPath, message.Body, message.Headers);
    }

    [Fact]
    public async Task A_rotated_secret_replaces_the_old_one_when_the_overlap_is_over()
    {
        var (project, provider) = (server.NewProject(), server.Jenkins);
        var connection = await project.ConnectAsync(provider, sync: false);
        var before = connection.Secret;

        var rotated = await project.Admin.PostAsync($"/connections/{connection.Id}/webhook-secret", new { keep_previous_hours = 2 });
        connection.Secret = rotated.Text("webhook_secret")!;

        Assert.NotEqual(before, connection.Secret);
        Assert.Equal((200, 200), (await SendAsync(before), await SendAsync(connection.Secret)));
        server.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal((401, 200), (await SendAsync(before), await SendAsync(connection.Secret)));
        await project.Admin.PostAsync($"/connections/{connection.Id}/webhook-secret", new { keep_previous_hours = 0 });
        Assert.Equal(401, await SendAsync(connection.Secret));

        async Task<int> SendAsync(string secret)
        {
            var (body, headers) = provider.Webhook(new FakeRun("shop/web", ProviderCase.NewRun()), secret, Guid.NewGuid().ToString(), server.Time.GetUtcNow());
            return (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code;
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_a_connection_that_is_off_takes_nothing()
    {
        var (project, provider) = (server.NewProject(), server.Jenkins);
        var connection = await project.ConnectAsync(provider, sync: false);
        (string, string)[] headers = [("Authorization", $"Bearer {connection.Secret}")];

        Assert.Equal(413, (await server.SendWebhookAsync(connection.WebhookPath, new string(' ', 2 * 1024 * 1024 + 1), headers)).Code);
        await project.Admin.PatchAsync($"/connections/{connection.Id}", new { is_active = false });
        Assert.Equal(400, (await server.SendWebhookAsync(connection.WebhookPath, "{}", headers)).Code);
    }
}
