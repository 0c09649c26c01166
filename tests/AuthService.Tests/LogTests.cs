namespace SreCopilot.AuthService.Tests;

/// <summary>What operators read must not let them in anywhere.</summary>
public sealed class LogTests(AuthServer server) : IClassFixture<AuthServer>
{
    [Fact]
    public async Task No_password_token_key_or_secret_is_logged_not_even_while_debugging()
    {
        await server.AddReplicaAsync(("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft", "Debug"));
        var team = await Team.CreateAsync(server, replica: 1);
        var owner = team.Owner;
        var secrets = new List<string> { Browser.Password, "Better-horse2!", "hunter2-stored", "key-stored", owner.Cookies["access_token"], owner.Cookies["refresh_token"] };

        await server.OpenBrowser(1).LoginAsync(team.OwnerEmail);
        await owner.PostAsync("/refresh");
        secrets.AddRange([owner.Cookies["access_token"], owner.Cookies["refresh_token"]]);
        await owner.PostAsync("/change-password", new { current_password = Browser.Password, new_password = "Better-horse2!" });
        secrets.Add((await owner.GetAsync("/ws-token")).Text("token"));
        var key = (await owner.PostAsync($"{team.Project}/api-keys", new { name = "agent" })).Text("raw_key");
        secrets.Add(key);
        await server.OpenService(1).PostAsync("/internal/api-keys/verify", new { key });
        var integration = await owner.PostAsync(
            $"{team.Project}/monitoring/integrations", new { integration_type = "grafana", name = "G", url = "http://127.0.0.1:1", password = "hunter2-stored", username = "ana", api_key = "key-stored" });
        secrets.Add(integration.Text("webhook_secret"));
        await owner.GetAsync($"{team.Project}/monitoring/integrations/{integration.Id()}?include_secrets=true");
        await owner.PostAsync($"{team.Project}/monitoring/integrations/{integration.Id()}/test");
        await owner.PostAsync("/logout");

        var log = server.LogOf(1);
        Assert.Contains($"The secrets of integration {integration.Id()}", log, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }
}
