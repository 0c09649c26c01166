using System.Text.Json;

namespace SreCopilot.AuthService.Tests;

/// <summary>What integration-service is told about an integration's webhook, its secrets, and the settings by which alerts are read.</summary>
public sealed class WebhookTests(AuthServer server) : IClassFixture<AuthServer>
{
    [Fact]
    public async Task A_webhook_is_told_to_services_until_it_is_switched_off_or_deleted()
    {
        var team = await Team.CreateAsync(server);
        var created = await CreateAsync(team, new { integration_type = "alertmanager", name = "Prod", url = "http://am:9093" });
        var path = $"{Integrations(team)}/{created.Id()}";

        var told = await TellAsync(created.Id());
        Assert.Equal(
            (200, "alertmanager", "Prod", "http://am:9093", created.Text("webhook_secret"), "no-store"),
            (told.Code, told.Text("integration_type"), told.Text("name"), told.Text("url"), told.Text("secret"), told.CacheControl));
        Assert.Equal((team.ProjectId, JsonValueKind.Null), (told.Body.GetProperty("project_id").GetGuid(), told.Body.GetProperty("settings").ValueKind));

        await team.Owner.PatchAsync(path, new { webhook_enabled = false });
        Assert.Equal(404, (await TellAsync(created.Id())).Code);
        await team.Owner.PatchAsync(path, new { webhook_enabled = true });
        Assert.Equal(200, (await TellAsync(created.Id())).Code);
        await team.Owner.DeleteAsync(path);
        Assert.Equal(404, (await TellAsync(created.Id())).Code);
        Assert.Equal(404, (await TellAsync(Guid.NewGuid())).Code);
    }

    [Fact]
    public async Task A_deactivated_project_has_no_webhooks()
    {
        var team = await Team.CreateAsync(server);
        var created = await CreateAsync(team, new { integration_type = "grafana", name = "G", url = "http://g:3000" });
        await server.SqlAsync($"update projects set is_active = false where id = '{team.ProjectId}'");

        Assert.Equal(404, (await TellAsync(created.Id())).Code);
    }

    [Fact]
    public async Task A_rotated_secret_leaves_the_old_one_valid_for_as_long_as_was_asked_for()
    {
        var team = await Team.CreateAsync(server);
        var created = await CreateAsync(team, new { integration_type = "grafana", name = "G", url = "http://g:3000" });
        var path = $"{Integrations(team)}/{created.Id()}/rotate-webhook-secret";

        var rotated = await team.Owner.PostAsync(path, new { grace_seconds = 600 });
        var told = await TellAsync(created.Id());

        Assert.Equal((200, "no-store", 43), (rotated.Code, rotated.CacheControl, rotated.Text("webhook_secret").Length));
        Assert.Equal(
            (rotated.Text("webhook_secret"), created.Text("webhook_secret"), rotated.Text("previous_valid_until")),
            (told.Text("secret"), told.Text("previous_secret"), told.Text("previous_valid_until")));
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from monitoring_integrations i where i::text like '%{rotated.Text("webhook_secret")}%' or i::text like '%{created.Text("webhook_secret")}%'"));

        // It leaked: nothing old works any more.
        var again = await team.Owner.PostAsync(path, new { grace_seconds = 0 });
        told = await TellAsync(created.Id());
        Assert.Equal((again.Text("webhook_secret"), JsonValueKind.Null), (told.Text("secret"), told.Body.GetProperty("previous_secret").ValueKind));

        // A change of something else keeps both.
        await team.Owner.PostAsync(path, new { });
        await team.Owner.PatchAsync($"{Integrations(team)}/{created.Id()}", new { name = "G2" });
        Assert.Equal(again.Text("webhook_secret"), (await TellAsync(created.Id())).Text("previous_secret"));
        Assert.Equal(422, (await team.Owner.PostAsync(path, new { grace_seconds = -1 })).Code);
        Assert.Equal(422, (await team.Owner.PostAsync(path, new { grace_seconds = 604_801 })).Code);
    }

    [Fact]
    public async Task Without_a_webhook_there_is_no_secret_to_rotate()
    {
        var team = await Team.CreateAsync(server);
        var created = await CreateAsync(team, new { integration_type = "grafana", name = "G", url = "http://g:3000", webhook_enabled = false });

        Assert.Equal(409, (await team.Owner.PostAsync($"{Integrations(team)}/{created.Id()}/rotate-webhook-secret", new { })).Code);
        Assert.Equal(404, (await team.Owner.PostAsync($"{Integrations(team)}/{Guid.NewGuid()}/rotate-webhook-secret", new { })).Code);
    }

    [Fact]
    public async Task A_generic_sender_needs_no_address_and_brings_its_mapping()
    {
        var team = await Team.CreateAsync(server);
        var settings = new { severity_map = new { page = "critical" }, mapping = new { alerts = "/events", title = "/a~1b/0" } };
        var created = await CreateAsync(team, new { integration_type = "generic", name = "Script", config = new { webhook = settings } });

        Assert.Equal(("", "Generic"), (created.Text("url"), created.Text("integration_type_display")));
        Assert.Equal(JsonSerializer.Serialize(settings), (await TellAsync(created.Id())).Body.GetProperty("settings").GetRawText());
        var test = await team.Owner.PostAsync($"{Integrations(team)}/{created.Id()}/test");
        Assert.Equal((200, false), (test.Code, test.Body.GetProperty("success").GetBoolean()));
        Assert.Equal(422, (await team.Owner.PostAsync(Integrations(team), new { integration_type = "grafana", name = "G", url = "" })).Code);
        var grafana = await CreateAsync(team, new { integration_type = "grafana", name = "G", url = "http://g:3000" });
        Assert.Equal(422, (await team.Owner.PatchAsync($"{Integrations(team)}/{grafana.Id()}", new { url = "" })).Code);
    }

    [Theory]
    [InlineData("""{"webhook":[]}""")]
    [InlineData("""{"webhook":{"severity_map":{"page":"terrible"}}}""")]
    [InlineData("""{"webhook":{"severity_map":{"page":1}}}""")]
    [InlineData("""{"webhook":{"severity_map":"page"}}""")]
    [InlineData("""{"webhook":{"mapping":{"title":"title"}}}""")]
    [InlineData("""{"webhook":{"mapping":{"title":"/a~2"}}}""")]
    [InlineData("""{"webhook":{"mapping":{"colour":"/a"}}}""")]
    [InlineData("""{"webhook":{"mapping":{"title":7}}}""")]
    public async Task Wrong_settings_are_refused_when_they_are_written(string config)
    {
        var team = await Team.CreateAsync(server);

        var answer = await team.Owner.SendAsync(HttpMethod.Post, Integrations(team), $$"""{"integration_type":"generic","name":"x","config":{{config}}}""");

        Assert.Equal(422, answer.Code);
        Assert.Contains("config.webhook", answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_webhook_url_is_where_the_client_reached_the_platform()
    {
        var team = await Team.CreateAsync(server);
        team.Owner.ExtraHeaders["X-Forwarded-Proto"] = "https";
        team.Owner.ExtraHeaders["X-Forwarded-Host"] = "sre.example.org";

        var created = await CreateAsync(team, new { integration_type = "grafana", name = "G", url = "http://g:3000" });

        Assert.Equal($"https://sre.example.org/api/v1/webhooks/grafana/{created.Id()}", created.Text("webhook_url"));
    }

    private static string Integrations(Team team) => $"{team.Project}/monitoring/integrations";

    private static async Task<Answer> CreateAsync(Team team, object body)
    {
        var answer = await team.Owner.PostAsync(Integrations(team), body);
        Assert.Equal(200, answer.Code);
        return answer;
    }

    private Task<Answer> TellAsync(Guid id) => server.OpenService().GetAsync($"/internal/monitoring/webhooks/{id}");
}
