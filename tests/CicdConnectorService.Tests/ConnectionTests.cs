using Microsoft.AspNetCore.Http;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>Connections: made, tried out, changed, deleted; what they keep to themselves.</summary>
public sealed class ConnectionTests(CicdServer server) : IClassFixture<CicdServer>
{
    public static TheoryData<string> Providers => ProviderCase.All;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_connection_works_and_never_shows_its_credentials(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));

        var created = await project.Admin.PostAsync("/connections", new { provider = name, name = "Org", credentials = provider.Credentials, config = provider.Config });

        Assert.Equal((201, "connected", ""), (created.Code, created.Text("status"), created.Text("status_message")));
        Assert.Equal($"https://sre.example.org/api/v1/cicd/webhooks/{created.Id()}/{name.Replace('_', '-')}", created.Text("webhook_url"));
        var secret = created.Text("webhook_secret")!;
        Assert.Equal(64, secret.Length);
        foreach (var answer in new[]
        {
            await project.Viewer.GetAsync($"/connections/{created.Id()}"), await project.Viewer.GetAsync("/connections"),
            await project.Admin.PatchAsync($"/connections/{created.Id()}", new { name = "New" }), await project.Admin.PostAsync($"/connections/{created.Id()}/sync", new { }),
        })
        {
            Assert.Equal(200, answer.Code);
            Assert.DoesNotContain(provider.Token, answer.Body.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, answer.Body.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("credentials", answer.Body.ToString(), StringComparison.Ordinal);
        }

        var stored = await server.DumpAsync();
        Assert.DoesNotContain(provider.Token, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_test_says_whose_the_credentials_are(string name)
    {
        var provider = server.Provider(name);

        var answer = await server.NewProject().Admin.PostAsync("/connections/test", new { provider = name, credentials = provider.Credentials, config = provider.Config });

        Assert.True(answer["success"].GetBoolean(), answer.Body.ToString());
        Assert.NotEmpty(answer.Text("user")!);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Rejected_credentials_are_named_and_never_quoted(string name)
    {
        var (project, provider) = (server.NewProject(), server.Provider(name));
        var credentials = new { pat = "wrong-token-of-mine", url = provider.Address, username = "admin" };

        var tested = await project.Admin.PostAsync("/connections/test", new { provider = name, credentials, config = provider.Config });
        var created = await project.Admin.PostAsync("/connections", new { provider = name, name = "Org", credentials, config = provider.Config });

        Assert.Equal((200, false, "AuthenticationFailed"), (tested.Code, tested["success"].GetBoolean(), tested.Text("error")));
        Assert.Equal((201, "error"), (created.Code, created.Text("status")));
        Assert.Contains("rejected", created.Text("status_message"), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-token", tested.Body.ToString() + created.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Bad credentials", tested.Body.ToString() + created.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github", "{}", "pat")]
    [InlineData("gitlab", "{}", "pat")]
    [InlineData("azure_devops", "{}", "pat")]
    [InlineData("jenkins", """{"token":"x","username":"u"}""", "url")]
    [InlineData("jenkins", """{"url":"http://127.0.0.1:1","token":"x"}""", "username")]
    [InlineData("bitbucket", "{}", "token")]
    public async Task What_is_missing_is_named(string provider, string credentials, string missing)
    {
        var answer = await server.NewProject().Admin.SendAsync(HttpMethod.Post, "/connections/test", $$"""{"provider":"{{provider}}","credentials":{{credentials}}}""");

        Assert.Equal((200, false, "MissingCredentials"), (answer.Code, answer["success"].GetBoolean(), answer.Text("error")));
        Assert.Contains($"({missing})", answer.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        var provider = server.GitHub;
        provider.Fault = async http =>
        {
            http.Response.StatusCode = http.Request.Path == "/orgs/acme/repos" ? 403 : 200;
            await http.Response.WriteAsync(http.Response.StatusCode == 403 ? "{}" : """{"login":"octo","id":1}""");
            return true;
        };
        var answer = await server.NewProject().Admin.PostAsync("/connections/test", new { provider = "github", credentials = provider.Credentials, config = provider.Config });
        provider.Fault = _ => Task.FromResult(false);
        provider.Scopes = "read:user";
        var scopes = await server.NewProject().Admin.PostAsync("/connections/test", new { provider = "github", credentials = provider.Credentials });
        provider.Scopes = "repo";

        Assert.Equal((false, "PermissionDenied", "octo"), (answer["success"].GetBoolean(), answer.Text("error"), answer.Text("user")));
        Assert.Contains("Metadata: read in the organization acme", answer.Text("message"), StringComparison.Ordinal);
        Assert.Contains("'repo'", scopes.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreachable_and_private_addresses_are_told_apart_from_wrong_tokens_but_not_from_each_other()
    {
        var admin = server.NewProject().Admin;

        var closed = await TryAsync("http://127.0.0.1:1");
        var inside = await TryAsync("http://169.254.169.254");
        var nonsense = await TryAsync("file:///etc/passwd");

        Assert.Equal("Unreachable", closed.Text("error"));
        Assert.Contains("OutboundHttp__AllowedNetworks", inside.Text("message"), StringComparison.Ordinal);
        Assert.Contains("not an address", nonsense.Text("message"), StringComparison.Ordinal);

        Task<Answer> TryAsync(string url) => admin.PostAsync("/connections/test", new { provider = "gitlab", credentials = new { pat = "x", url } });
    }

    [Fact]
    public async Task Secrets_that_a_form_leaves_out_are_kept_and_do_not_follow_a_changed_address()
    {
        var (project, provider) = (server.NewProject(), server.GitLab);
        var connection = await project.ConnectAsync(provider);
        var stolen = server.Jenkins;
        var asked = stolen.Asked.Count;

        var kept = await project.Admin.PatchAsync($"/connections/{connection.Id}", new { credentials = new { pat = "" }, config = new { gitlab_url = provider.Address, branches = new { main = "prod" } } });
        var moved = await project.Admin.PatchAsync($"/connections/{connection.Id}", new { config = new { gitlab_url = stolen.Address } });
        var movedByCredentials = await project.Admin.PatchAsync($"/connections/{connection.Id}", new { credentials = new { url = stolen.Address }, config = new { } });
        var tested = await project.Admin.PostAsync("/connections/test", new { provider = "gitlab", connection_id = connection.Id, config = new { gitlab_url = stolen.Address } });

        Assert.Equal((200, "connected"), (kept.Code, kept.Text("status")));
        Assert.Equal((422, 422, 422), (moved.Code, movedByCredentials.Code, tested.Code));
        Assert.Equal(asked, stolen.Asked.Count);
    }

    [Fact]
    public async Task A_redirect_to_another_host_does_not_take_the_token_along()
    {
        var provider = server.GitLab;
        await using var thief = await TestBackend.StartAsync();
        provider.Fault = http =>
        {
            http.Response.Redirect(thief.Address + "/steal");
            return Task.FromResult(true);
        };

        await server.NewProject().Admin.PostAsync("/connections/test", new { provider = "gitlab", credentials = provider.Credentials, config = provider.Config });
        provider.Fault = _ => Task.FromResult(false);

        Assert.NotEmpty(thief.Received);
        Assert.All(thief.Received, request => Assert.DoesNotContain(provider.Token, string.Join(' ', request.Headers.Values), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deleted_means_gone()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        var repository = ProviderCase.NewRepository();
        provider.Add(new FakeRun(repository, ProviderCase.NewRun()));
        var connection = await project.ConnectAsync(provider, provider.ConfigOf(repository));
        var (body, headers) = provider.Webhook(new FakeRun(repository, ProviderCase.NewRun()), connection.Secret, "d1", server.Time.GetUtcNow());
        Assert.Equal(200, (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code);

        var deleted = await project.Admin.SendAsync(HttpMethod.Delete, $"/connections/{connection.Id}", null);

        Assert.Equal((200, "deleted", connection.Id), (deleted.Code, deleted.Text("status"), deleted.Id()));
        Assert.Equal(404, (await connection.GetAsync()).Code);
        Assert.Equal(404, (await server.SendWebhookAsync(connection.WebhookPath, body, headers)).Code);
        Assert.DoesNotContain(connection.Id.ToString(), await server.DumpAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await project.DeploymentsAsync()).Count);
    }

    [Theory]
    [InlineData("""{"provider":"svn","name":"x","credentials":{}}""", 400)]
    [InlineData("""{"name":"x","credentials":{}}""", 400)]
    [InlineData("""{"provider":"github","credentials":{}}""", 422)]
    [InlineData("""{"provider":"github","name":"x"}""", 422)]
    [InlineData("""{"provider":"github","name":"x","credentials":{"pat":"a\nb"}}""", 422)]
    [InlineData("""{"provider":"github","name":"x","credentials":{},"config":{"branches":["main"]}}""", 422)]
    [InlineData("""{"provider":"github","name":"x","credentials":{},"config":[]}""", 422)]
    public async Task A_connection_that_cannot_be_is_refused(string body, int status) =>
        Assert.Equal(status, (await server.NewProject().Admin.SendAsync(HttpMethod.Post, "/connections", body)).Code);
}
