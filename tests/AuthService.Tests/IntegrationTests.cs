using System.Text;
using SreCopilot.Secrets;

namespace SreCopilot.AuthService.Tests;

public sealed class IntegrationTests(AuthServer server) : IClassFixture<AuthServer>
{
    private static readonly string[] Fields =
    [
        "id", "project_id", "project_name", "integration_type", "integration_type_display", "name", "description", "url", "username", "config", "status",
        "status_display", "last_test_at", "last_test_success", "last_error_message", "webhook_enabled", "webhook_url", "is_primary", "created_at", "updated_at",
    ];

    [Fact]
    public async Task Secrets_are_neither_shown_nor_readable_in_the_database()
    {
        var team = await Team.CreateAsync(server);

        var created = await CreateAsync(team, new
        {
            integration_type = "alertmanager", name = "Prod", url = "http://am:9093/", username = "ana", password = "pass-in-clear", api_key = "key-in-clear",
            config = new { region = "eu", smtp_password = "config-in-clear" },
        });

        Assert.Equal(Fields.Append("webhook_secret").Order(), created.Fields().Order());
        Assert.Equal(
            ("http://am:9093", "Alert Manager", "inactive", "Inactive", "Default Project"),
            (created.Text("url"), created.Text("integration_type_display"), created.Text("status"), created.Text("status_display"), created.Text("project_name")));
        Assert.EndsWith($"/api/v1/webhooks/alertmanager/{created.Id()}", created.Text("webhook_url"), StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", created.Text("webhook_secret"));
        Assert.Equal(("eu", SecretMask.Text), (created.Body.GetProperty("config").GetProperty("region").GetString(), created.Body.GetProperty("config").GetProperty("smtp_password").GetString()));

        var shown = await team.Owner.GetAsync($"{Integrations(team)}/{created.Id()}");
        Assert.Equal(Fields, shown.Fields());
        Assert.Equal(Fields, (await team.Owner.GetAsync(Integrations(team))).Body[0].EnumerateObject().Select(field => field.Name));
        Assert.DoesNotContain("in-clear", created.Body + shown.Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(0L, await server.SqlAsync(
            $"select count(*) from monitoring_integrations i where i::text like '%in-clear%' or i::text like '%{created.Text("webhook_secret")}%'"));
    }

    [Fact]
    public async Task An_owner_may_ask_for_the_secrets_and_nobody_else()
    {
        var team = await Team.CreateAsync(server);
        var (admin, viewer) = (await team.AddMemberAsync("admin"), await team.AddMemberAsync("viewer"));
        var created = await CreateAsync(team, new { integration_type = "grafana", name = "G", url = "http://g:3000", password = "p1", username = "ana" });
        var path = $"{Integrations(team)}/{created.Id()}?include_secrets=true";

        var shown = await team.Owner.GetAsync(path);

        Assert.Equal(Fields.Concat(["password", "api_key", "webhook_secret"]).Order(), shown.Fields().Order());
        Assert.Equal(("p1", created.Text("webhook_secret"), "no-store"), (shown.Text("password"), shown.Text("webhook_secret"), shown.CacheControl));
        Assert.Null(shown.Body.GetProperty("api_key").GetString());
        Assert.Equal(403, (await admin.Browser.GetAsync(path)).Code);
        Assert.Equal(403, (await viewer.Browser.GetAsync(path)).Code);
        Assert.Equal(200, (await viewer.Browser.GetAsync(path.Replace("true", "false", StringComparison.Ordinal))).Code);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"password":null,"config":null}""")]
    [InlineData("""{"password":"***","api_key":"","config":{"region":"eu","token":"***"}}""")]
    public async Task Secrets_that_come_back_masked_empty_or_not_at_all_are_kept(string change)
    {
        var team = await Team.CreateAsync(server);
        var created = await CreateAsync(team, new { integration_type = "grafana", name = "G", url = "http://g:3000", password = "p1", api_key = "k1", config = new { region = "eu", token = "t1" } });
        var path = $"{Integrations(team)}/{created.Id()}";

        Assert.Equal(200, (await team.Owner.SendAsync(HttpMethod.Patch, path, change)).Code);

        var secrets = await team.Owner.GetAsync(path + "?include_secrets=true");
        Assert.Equal(("p1", "k1", created.Text("webhook_secret")), (secrets.Text("password"), secrets.Text("api_key"), secrets.Text("webhook_secret")));
        Assert.Equal(("eu", "***"), (secrets.Body.GetProperty("config").GetProperty("region").GetString(), secrets.Body.GetProperty("config").GetProperty("token").GetString()));
        Assert.Equal("p2", (await team.Owner.PatchAsync(path, new { password = "p2" }) is { Code: 200 } ? await team.Owner.GetAsync(path + "?include_secrets=true") : secrets).Text("password"));
    }

    [Fact]
    public async Task An_administrator_cannot_have_the_stored_secrets_sent_to_a_server_of_its_own()
    {
        var team = await Team.CreateAsync(server);
        var admin = await team.AddMemberAsync("admin");
        var created = await CreateAsync(team, new { integration_type = "grafana", name = "G", url = "http://g:3000/sub", api_key = "k1" });
        var path = $"{Integrations(team)}/{created.Id()}";

        Assert.Equal(422, (await admin.Browser.PatchAsync(path, new { url = "http://evil.example" })).Code);
        Assert.Equal(422, (await admin.Browser.PatchAsync(path, new { url = "http://g:3001", api_key = "***" })).Code);
        Assert.Equal(200, (await admin.Browser.PatchAsync(path, new { url = "http://g:3000/other" })).Code);
        Assert.Equal(200, (await admin.Browser.PatchAsync(path, new { url = "http://evil.example", api_key = "k2" })).Code);
        Assert.Equal(200, (await team.Owner.PatchAsync(path, new { url = "http://g:3000" })).Code);
    }

    [Fact]
    public async Task The_first_of_a_type_is_primary_and_there_is_never_more_than_one()
    {
        var team = await Team.CreateAsync(server);
        var first = await CreateAsync(team, new { integration_type = "grafana", name = "1", url = "http://g:1", is_primary = false });
        var other = await CreateAsync(team, new { integration_type = "prometheus", name = "2", url = "http://p:1" });
        var second = await CreateAsync(team, new { integration_type = "grafana", name = "3", url = "http://g:2", is_primary = false });
        Assert.Equal((true, true, false), (IsPrimary(first), IsPrimary(other), IsPrimary(second)));

        await team.Owner.PatchAsync($"{Integrations(team)}/{second.Id()}", new { is_primary = true });
        Assert.Equal(["True", "True", "False"], (await team.Owner.GetAsync(Integrations(team))).Each("is_primary"));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => team.Owner.PostAsync(Integrations(team), new { integration_type = "grafana", name = $"n{i}", url = "http://g:3" })));
        var grafanas = await team.Owner.GetAsync(Integrations(team) + "?integration_type=grafana");
        Assert.Equal(8, grafanas.Body.GetArrayLength());
        Assert.Single(grafanas.Each("is_primary"), "True");

        static bool IsPrimary(Answer answer) => answer.Body.GetProperty("is_primary").GetBoolean();
    }

    [Theory]
    [InlineData("""{"integration_type":"nagios","name":"x","url":"http://x"}""", 400)]
    [InlineData("""{"name":"x","url":"http://x"}""", 400)]
    [InlineData("""{"integration_type":"grafana","name":"","url":"http://x"}""", 422)]
    [InlineData("""{"integration_type":"grafana","name":"x","url":"ftp://x"}""", 422)]
    [InlineData("""{"integration_type":"grafana","name":"x","url":"http://user:pass@x"}""", 422)]
    [InlineData("""{"integration_type":"grafana","name":"x","url":"/relative"}""", 422)]
    [InlineData("""{"integration_type":"grafana","name":"x"}""", 422)]
    [InlineData("""{"integration_type":"grafana","name":"x","url":"http://x","config":[]}""", 422)]
    [InlineData("""{"integration_type":"grafana","name":"x","url":"http://x","config":{"a":1,"a":2}}""", 422)]
    [InlineData("""{"integration_type":"grafana","name":"x","url":"http://x","api_key":"a\r\nHost: evil"}""", 422)]
    public async Task Mistakes_are_refused(string body, int expected)
    {
        var team = await Team.CreateAsync(server);

        Assert.Equal(expected, (await team.Owner.SendAsync(HttpMethod.Post, Integrations(team), body)).Code);
        Assert.Equal(0, (await team.Owner.GetAsync(Integrations(team))).Body.GetArrayLength());
    }

    [Fact]
    public async Task Changes_deletions_and_filters()
    {
        var team = await Team.CreateAsync(server);
        var created = await CreateAsync(team, new { integration_type = "grafana", name = "G", url = "http://g:3000", webhook_enabled = false });
        Assert.Null(created.Body.GetProperty("webhook_url").GetString());
        Assert.Null(created.Body.GetProperty("webhook_secret").GetString());
        var path = $"{Integrations(team)}/{created.Id()}";

        var changed = await team.Owner.PatchAsync(path, new { name = "G2", description = "d", webhook_enabled = true, status = "active", integration_type = "prometheus" });
        Assert.Equal(("G2", "d", "active", "grafana"), (changed.Text("name"), changed.Text("description"), changed.Text("status"), changed.Text("integration_type")));
        Assert.Equal(43, (await team.Owner.GetAsync(path + "?include_secrets=true")).Text("webhook_secret").Length);
        Assert.Equal(422, (await team.Owner.PatchAsync(path, new { status = "great" })).Code);
        Assert.Equal(0, (await team.Owner.GetAsync(Integrations(team) + "?integration_type=prometheus")).Body.GetArrayLength());
        Assert.Equal(400, (await team.Owner.GetAsync(Integrations(team) + "?integration_type=nagios")).Code);

        var deleted = await team.Owner.DeleteAsync(path);
        Assert.Equal(200, deleted.Code);
        Assert.Equal(["message"], deleted.Fields());
        Assert.Equal(404, (await team.Owner.GetAsync(path)).Code);
        Assert.Equal(404, (await team.Owner.DeleteAsync(path)).Code);
        Assert.Equal(404, (await team.Owner.PatchAsync(path, new { })).Code);
        Assert.Equal(404, (await team.Owner.PostAsync(path + "/test")).Code);
    }

    [Theory]
    [InlineData("prometheus", """{"version":"3.1.0","status":"success"}""", "Basic")]
    [InlineData("grafana", """{"version":"12.0.1","database":"ok"}""", "Bearer")]
    [InlineData("alertmanager", """{"version":"0.28.0","cluster":"ready"}""", "Basic")]
    public async Task A_test_reaches_the_server_with_the_right_credentials(string type, string details, string scheme)
    {
        await using var monitoring = await FakeMonitoring.StartAsync();
        var team = await Team.CreateAsync(server);
        var target = new { integration_type = type, name = "x", url = monitoring.Url, username = "ana", password = "p", api_key = "k" };
        var authorization = scheme == "Bearer" ? "Bearer k" : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ana:p"));

        var tried = await team.Owner.PostAsync($"{Integrations(team)}/test-connection", target);
        Assert.Equal((200, true, details), (tried.Code, tried.Body.GetProperty("success").GetBoolean(), tried.Body.GetProperty("details").ToString()));
        Assert.Equal(["success", "message", "details", "response_time_ms"], tried.Fields());
        Assert.Equal(authorization, monitoring.Authorization);

        var created = await CreateAsync(team, target);
        var stored = await team.Owner.PostAsync($"{Integrations(team)}/{created.Id()}/test");
        Assert.True(stored.Body.GetProperty("success").GetBoolean());
        Assert.Equal(authorization, monitoring.Authorization);
        var shown = await team.Owner.GetAsync($"{Integrations(team)}/{created.Id()}");
        Assert.Equal(("active", true), (shown.Text("status"), shown.Body.GetProperty("last_test_success").GetBoolean()));
        Assert.NotNull(shown.Body.GetProperty("last_test_at").GetString());
    }

    [Theory]
    [InlineData("/locked", """{"status_code":401}""")]
    [InlineData("/nowhere", """{"status_code":404}""")]
    [InlineData("/html", null)]
    [InlineData("/doubled", null)]
    [InlineData("http://10.11.12.13", null)]
    [InlineData("http://127.0.0.1:1", null)]
    [InlineData("http://[::1]:1", null)]
    public async Task A_failed_test_says_why_and_is_noted(string url, string? details)
    {
        await using var monitoring = await FakeMonitoring.StartAsync();
        var team = await Team.CreateAsync(server);
        var created = await CreateAsync(team, new { integration_type = "grafana", name = "x", url = url.StartsWith('/') ? monitoring.Url + url : url });

        var answer = await team.Owner.PostAsync($"{Integrations(team)}/{created.Id()}/test");

        Assert.Equal((200, false), (answer.Code, answer.Body.GetProperty("success").GetBoolean()));
        Assert.True(details is null || details == answer.Body.GetProperty("details").ToString());
        Assert.True(details is not null || answer.Body.GetProperty("details").TryGetProperty("error", out _));
        var shown = await team.Owner.GetAsync($"{Integrations(team)}/{created.Id()}");
        Assert.Equal(("error", answer.Text("message")), (shown.Text("status"), shown.Text("last_error_message")));
    }

    [Fact]
    public async Task The_gateway_gets_the_credentials_of_the_project_it_asks_for_and_of_no_other()
    {
        var (team, other) = (await Team.CreateAsync(server), await Team.CreateAsync(server));
        var gateway = server.OpenService(tenantId: team.TenantId, projectId: team.ProjectId);
        var path = $"/internal/monitoring/grafana?project_id={team.ProjectId}";
        Assert.Equal(404, (await gateway.GetAsync(path)).Code);
        await CreateAsync(team, new { integration_type = "grafana", name = "primary", url = "http://g:1", username = "ana", password = "p", api_key = "k" });
        var newer = await CreateAsync(team, new { integration_type = "grafana", name = "newer", url = "http://g:2", is_primary = false });

        var answer = await gateway.GetAsync(path);
        Assert.Equal(["id", "name", "url", "username", "password", "api_key"], answer.Fields());
        Assert.Equal(("primary", "ana", "p", "k"), (answer.Text("name"), answer.Text("username"), answer.Text("password"), answer.Text("api_key")));
        await team.Owner.PatchAsync($"{Integrations(team)}/{answer.Id()}", new { status = "error" });
        Assert.Equal(newer.Id(), (await gateway.GetAsync(path)).Id());

        Assert.Equal(403, (await server.OpenService(tenantId: other.TenantId, projectId: other.ProjectId).GetAsync(path)).Code);
        Assert.Equal(404, (await server.OpenService(tenantId: other.TenantId, projectId: team.ProjectId).GetAsync(path)).Code);
        Assert.Equal(403, (await server.OpenService().GetAsync(path)).Code);
        Assert.Equal(403, (await team.Owner.GetAsync(path)).Code);
        Assert.Equal(400, (await gateway.GetAsync("/internal/monitoring/grafana?project_id=x")).Code);
    }

    private static string Integrations(Team team) => $"{team.Project}/monitoring/integrations";

    private static async Task<Answer> CreateAsync(Team team, object body)
    {
        team.Server.Advance(TimeSpan.FromMilliseconds(1)); // Order is by time.
        var answer = await team.Owner.PostAsync(Integrations(team), body);
        Assert.Equal(200, answer.Code);
        return answer;
    }
}
