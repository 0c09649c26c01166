using System.Text.Json;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Connecting, looking, changing, deleting, trying out.</summary>
public sealed class ConnectionTests(CloudServer server) : IClassFixture<CloudServer>
{
    public static TheoryData<string> Clouds => CloudCase.All;

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_connection_never_shows_or_stores_its_credentials_in_clear(string name)
    {
        var (project, cloud) = (server.NewProject(), server.Cloud(name));
        var account = cloud.NewAccount();
        var connection = await server.ConnectAsync(project, cloud, account, new { note = "eu", api_key = "also-secret" });

        var shown = await connection.GetAsync();
        var listed = await project.Viewer.GetAsync("/connections");

        Assert.Equal((name, "Production", true, "connected", "", 0), (shown.Text("provider"), shown.Text("name"), shown["is_active"].GetBoolean(), shown.Text("status"), shown.Text("status_message"), shown.Number("resources_count")));
        Assert.Equal(("eu", "***"), (shown["config"].GetProperty("note").GetString(), shown["config"].GetProperty("api_key").GetString()));
        Assert.Equal(connection.Id, listed["connections"][0].GetProperty("id").GetGuid());
        var everything = await server.DumpAsync() + shown.Body + listed.Body;
        var secrets = JsonSerializer.SerializeToElement(cloud.CredentialsOf(account));
        foreach (var field in new[] { "secret_access_key", "client_secret", "private_key" })
        {
            Assert.False(secrets.TryGetProperty(field, out var secret) && everything.Contains(secret.GetString()!, StringComparison.Ordinal), field);
        }

        Assert.DoesNotContain("credentials", shown.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_connection_is_listed_first()
    {
        var project = server.NewProject();
        foreach (var name in new[] { "one", "two", "three" })
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            await project.As("admin").PostAsync("/connections", new { provider = "aws", name, credentials = new { access_key_id = "x", secret_access_key = "y" } });
        }

        Assert.Equal(["three", "two", "one"], (await project.Viewer.GetAsync("/connections"))["connections"].EnumerateArray().Select(one => one.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("""{"provider":"oracle","name":"a","credentials":{}}""", 400, "provider")]
    [InlineData("""{"provider":"aws","name":"","credentials":{}}""", 422, "name")]
    [InlineData("""{"provider":"aws","name":"a"}""", 422, "credentials")]
    [InlineData("""{"provider":"aws","name":"a","credentials":"x"}""", 422, "credentials")]
    [InlineData("""{"provider":"aws","name":"a","credentials":{"access_key_id":"a\nb"}}""", 422, "access_key_id")]
    [InlineData("""{"provider":"aws","name":"a","credentials":{},"config":[]}""", 422, "config")]
    public async Task What_cannot_be_a_connection_is_refused_in_words(string body, int code, string about)
    {
        var answer = await server.NewProject().As("admin").SendAsync(HttpMethod.Post, "/connections", body);

        Assert.Equal(code, answer.Code);
        Assert.Contains(about, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name_and_replaces_what_it_does()
    {
        var project = server.NewProject();
        var account = server.Aws.NewAccount();
        var connection = await server.ConnectAsync(project, server.Aws, account, new { regions = new[] { server.Aws.Region }, api_key = "k" });

        var renamed = await project.As("admin").PatchAsync(connection.Path, new { name = "Staging" });
        Assert.Equal(("Staging", "aws"), (renamed.Text("name"), renamed.Text("provider")));
        Assert.Equal("connected", (await connection.SyncAsync()).Text("status"));

        // The form sends what it was shown: empty and masked secrets stay.
        await project.As("admin").PatchAsync(connection.Path, new { credentials = new { access_key_id = account.Id, secret_access_key = "" }, config = new { api_key = "***" } });
        Assert.Equal("connected", (await connection.SyncAsync()).Text("status"));
        Assert.Contains("\"api_key\":\"k\"", (string)(await connection.SqlAsync("config"))!, StringComparison.Ordinal);

        await project.As("admin").PatchAsync(connection.Path, new { credentials = new { accessKeyId = account.Id, secretAccessKey = "wrong" } });
        var wrong = await connection.SyncAsync();
        Assert.Equal("error", wrong.Text("status"));
        Assert.Contains("rejected", wrong.Text("status_message"), StringComparison.Ordinal);

        var off = await project.As("admin").PatchAsync(connection.Path, new { is_active = false });
        Assert.False(off["is_active"].GetBoolean());
        Assert.Equal(409, (await project.As("admin").PostAsync($"{connection.Path}/sync", new { })).Code);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_with_all_that_was_read_by_it()
    {
        var project = server.NewProject();
        var account = server.Azure.NewAccount();
        account.Machines = [new FakeItem("web-1"), new FakeItem("web-2")];
        var connection = await server.ConnectAsync(project, server.Azure, account);
        account.Machines = [new FakeItem("web-1")];
        await connection.SyncAsync();

        Assert.Equal(("deleted", connection.Id), ((await project.As("admin").DeleteAsync(connection.Path)) is var deleted ? deleted.Text("status") : "", deleted.Id("id")));

        Assert.Equal(404, (await connection.GetAsync()).Code);
        foreach (var table in new[] { "connections where id", "parts where connection_id", "resources where connection_id", "resource_changes where connection_id" })
        {
            Assert.Equal(0L, await server.SqlAsync($"select count(*) from {table} = '{connection.Id}'"));
        }
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_test_says_whose_account_it_is_and_stores_nothing(string name)
    {
        var (project, cloud) = (server.NewProject(), server.Cloud(name));
        var account = cloud.NewAccount();
        account.Machines = [new FakeItem("web")];

        var answer = await TestAsync(project, cloud, account);

        Assert.True(answer["success"].GetBoolean(), answer.Body.ToString());
        switch (name)
        {
            case "aws":
                Assert.Equal(("123456789012", $"arn:aws:iam::123456789012:user/{account.Id}"), (answer.Text("account_id"), answer.Text("arn")));
                break;
            case "azure":
                Assert.Equal(FakeAzure.SubscriptionOf(account), answer.Text("subscription_id"));
                break;
            default:
                Assert.Equal(1, answer.Number("project_count"));
                break;
        }

        Assert.Equal(0, (await project.Viewer.GetAsync("/connections"))["connections"].GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_test_names_the_permissions_that_are_missing(string name)
    {
        var (project, cloud) = (server.NewProject(), server.Cloud(name));
        var account = cloud.NewAccount();
        account.Forbidden.UnionWith([FakeAccount.Compute, FakeAccount.LoadBalancer]);

        var answer = await TestAsync(project, cloud, account);

        Assert.Equal((200, false, "PermissionDenied"), (answer.Code, answer["success"].GetBoolean(), answer.Text("error")));
        Assert.Equal(
            new[] { cloud.Permissions[FakeAccount.Compute], cloud.Permissions[FakeAccount.LoadBalancer] }.Order(),
            answer["missing_permissions"].EnumerateArray().Select(one => one.GetString()!).Order());
        Assert.Contains(cloud.Permissions[FakeAccount.Compute], answer.Text("message"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Clouds))]
    public async Task A_test_with_wrong_credentials_says_so_without_quoting_them(string name)
    {
        var (project, cloud) = (server.NewProject(), server.Cloud(name));
        var account = cloud.NewAccount();
        var good = JsonSerializer.SerializeToElement(cloud.CredentialsOf(account));
        account.Secret = "another";
        cloud.CredentialsOf(account);

        var answer = await project.As("admin").PostAsync("/connections/test", new { provider = name, credentials = good });

        Assert.Equal((200, false, "AuthenticationFailed"), (answer.Code, answer["success"].GetBoolean(), answer.Text("error")));
        Assert.DoesNotContain("AKID", answer.Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("do-not-tell", answer.Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", answer.Body.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws", "{}", "access_key_id")]
    [InlineData("aws", """{"access_key_id":"a","secret_access_key":"b","region":"evil.example/x"}""", "region")]
    [InlineData("azure", """{"tenant_id":"t","client_id":"c"}""", "client_secret, subscription_id")]
    [InlineData("azure", """{"tenant_id":"../x","client_id":"c","client_secret":"s","subscription_id":"00000000-0000-0000-0000-000000000001"}""", "tenant_id")]
    [InlineData("azure", """{"tenant_id":"tt","client_id":"c","client_secret":"s","subscription_id":"x"}""", "subscription_id")]
    [InlineData("gcp", "{}", "client_email")]
    [InlineData("gcp", """{"credentials":"/etc/passwd"}""", "client_email")]
    [InlineData("gcp", """{"client_email":"a@b","private_key":"nonsense","project_id":"acme-prod"}""", "PEM")]
    public async Task A_test_names_what_was_not_entered(string name, string credentials, string about)
    {
        var answer = await server.NewProject().As("admin").SendAsync(HttpMethod.Post, "/connections/test", $$"""{"provider":"{{name}}","credentials":{{credentials}}}""");

        Assert.Equal((200, false, "MissingCredentials"), (answer.Code, answer["success"].GetBoolean(), answer.Text("error")));
        Assert.Contains(about, answer.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_may_be_pasted_as_text_and_its_token_uri_is_not_followed()
    {
        var account = server.Google.NewAccount();
        var credentials = new { service_account = JsonSerializer.Serialize(server.Google.CredentialsOf(account)) };

        var answer = await server.NewProject().As("admin").PostAsync("/connections/test", new { provider = "gcp", credentials });

        Assert.True(answer["success"].GetBoolean(), answer.Body.ToString());
    }

    [Fact]
    public async Task A_form_that_edits_is_tested_with_the_stored_credentials()
    {
        var project = server.NewProject();
        var connection = await server.ConnectAsync(project, server.Aws, server.Aws.NewAccount());

        var answer = await project.As("admin").PostAsync("/connections/test", new { provider = "aws", credentials = new { secret_access_key = "***" }, connection_id = connection.Id });
        var foreign = await server.NewProject().As("admin").PostAsync("/connections/test", new { provider = "aws", connection_id = connection.Id });
        var unknown = await project.As("admin").PostAsync("/connections/test", new { provider = "oracle", credentials = new { } });

        Assert.True(answer["success"].GetBoolean(), answer.Body.ToString());
        Assert.Equal((404, 400), (foreign.Code, unknown.Code));
    }

    private static Task<Answer> TestAsync(TestProject project, FakeCloud cloud, FakeAccount account) =>
        project.As("admin").PostAsync("/connections/test", new { provider = cloud.Name, credentials = cloud.CredentialsOf(account) });
}
