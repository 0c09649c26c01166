using System.Text.Json;

namespace SreCopilot.AuthService.Tests;

/// <summary>What the audit log learns. audit-service is away in these tests, so everything waits in the outbox.</summary>
public sealed class AuditTests(AuthServer server) : IClassFixture<AuthServer>
{
    // Asked for every key that api-gateway does not remember; nobody was signed in, so nothing ended.
    private static readonly string[] NoEntry = ["verify_api_key", "logout"];

    private static readonly string[] Story =
    [
        "user.register True user", "user.login False anonymous", "user.login True user", "user.create True user", "member.add True user", "user.login True user",
        "member.role_change True user", "api_key.create True user", "api_key.update True user", "api_key.revoke True user", "user.password_change True user",
        "auth.list_users False user", "user.logout True user",
    ];

    [Fact]
    public async Task Every_operation_that_changes_something_leads_to_an_entry()
    {
        var owner = await Team.CreateAsync(server);
        foreach (var operation in (await server.ListOperationsAsync()).Where(operation => operation.Method != HttpMethod.Get && !NoEntry.Contains(operation.Name)))
        {
            await owner.Owner.SendAsync(operation.Method, operation.Fill(_ => Guid.NewGuid().ToString()), "{}");

            await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"""
                select count(*) from audit_outbox where entry::json->'metadata'->>'route' = '{operation.Path}' and entry::json->'metadata'->>'method' = '{operation.Method.Method}'
                """))! > 0);
        }
    }

    [Fact]
    public async Task Signing_in_and_the_life_of_accounts_projects_and_keys_are_in_the_log_without_secrets()
    {
        var team = await Team.CreateAsync(server);
        Assert.Equal(401, (await server.OpenBrowser().LoginAsync(team.OwnerEmail, "Wrong-horse1!")).Code);
        Assert.Equal(200, (await server.OpenBrowser().LoginAsync(team.OwnerEmail)).Code);
        var member = await team.AddMemberAsync("engineer");
        await team.Owner.PatchAsync($"{team.Project}/members/{member.Id}", new { role = "viewer" });
        var key = await team.Owner.PostAsync($"{team.Project}/api-keys", new { name = "agent" });
        await team.Owner.PatchAsync($"{team.Project}/api-keys/{key.Id()}", new { is_active = false });
        await team.Owner.DeleteAsync($"{team.Project}/api-keys/{key.Id()}");
        await team.Owner.PostAsync("/change-password", new { current_password = Browser.Password, new_password = "Other-horse2!" });
        Assert.Equal(403, (await member.Browser.GetAsync("/users")).Code);
        await team.Owner.PostAsync("/logout");

        await Wait.UntilAsync(async () => (await EntriesAsync(team)).Count >= Story.Length);
        var entries = await EntriesAsync(team);
        Assert.Equal(
            Story.Order(),
            entries.Select(entry => $"{Text(entry, "action")} {entry.GetProperty("success")} {Text(entry, "actor_type")}").Order());
        var change = entries.Single(entry => Text(entry, "action") == "member.role_change");
        Assert.Equal("""{"before":{"role":"engineer"},"after":{"role":"viewer"}}""", change.GetProperty("changes").ToString());
        Assert.Equal((member.Id.ToString(), team.OwnerEmail, "owner"), (Text(change, "resource_id"), Text(change, "user_email"), Text(change, "user_role")));
        Assert.Equal(team.ProjectId.ToString(), Text(change, "project_id"));
        Assert.Equal("wrong password", Text(entries.Single(entry => Text(entry, "action") == "user.login" && !entry.GetProperty("success").GetBoolean()), "error_message"));
        Assert.DoesNotContain(entries, entry => entry.ToString().Contains("horse", StringComparison.Ordinal) || entry.ToString().Contains(key.Text("raw_key")!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guesses_at_unknown_accounts_are_in_no_organisations_log()
    {
        var email = Browser.NewEmail();
        await server.OpenBrowser().LoginAsync(email);

        await Wait.UntilAsync(async () => (long)(await server.SqlAsync($"select count(*) from audit_outbox where tenant_id is null and entry::json->>'user_email' = '{email}'"))! == 1);
    }

    private static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private async Task<List<JsonElement>> EntriesAsync(Team team) =>
        [.. JsonDocument.Parse((string)(await server.SqlAsync($"select coalesce(json_agg(entry::json order by seq), '[]')::text from audit_outbox where tenant_id = '{team.TenantId}'"))!).RootElement.EnumerateArray()];
}
