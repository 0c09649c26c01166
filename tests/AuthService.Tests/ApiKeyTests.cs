using System.Security.Cryptography;
using System.Text;

namespace SreCopilot.AuthService.Tests;

public sealed class ApiKeyTests(AuthServer server) : IClassFixture<AuthServer>
{
    private const string Logs = "ingest:logs";
    private const string Metrics = "ingest:metrics";

    private static readonly string[] Scopes =
        ["ingest:metrics", "ingest:logs", "ingest:traces", "ingest:errors", "ingest:infrastructure", "ingest:browser", "ingest:vulnerabilities"];

    [Fact]
    public async Task A_key_is_shown_once_and_only_its_hash_is_stored()
    {
        var team = await Team.CreateAsync(server);

        var created = await team.Owner.PostAsync($"{team.Project}/api-keys", new { name = "agent" });

        Assert.Equal((201, "no-store"), (created.Code, created.CacheControl));
        Assert.Equal(["id", "name", "key_prefix", "scopes", "is_active", "last_used_at", "created_at", "expires_at", "raw_key"], created.Fields());
        var raw = created.Text("raw_key");
        Assert.Matches("^srec_[A-Za-z0-9_-]{64}$", raw);
        Assert.Equal(raw[..12], created.Text("key_prefix"));
        Assert.Equal(Scopes, created.Body.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));

        var listed = (await team.Owner.GetAsync($"{team.Project}/api-keys")).Body[0];
        Assert.Equal(["id", "name", "key_prefix", "scopes", "is_active", "last_used_at", "created_at", "expires_at"], listed.EnumerateObject().Select(field => field.Name));
        Assert.DoesNotContain(raw, listed.ToString(), StringComparison.Ordinal);
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(raw)), await server.SqlAsync($"select key_hash from project_api_keys where id = '{created.Id()}'"));
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from project_api_keys k where k::text like '%{raw}%'"));
    }

    [Theory]
    [InlineData("""{"name":"x","scopes":["ingest:logs","ingest:everything"]}""", 400)]
    [InlineData("""{"name":"x","scopes":[null]}""", 400)]
    [InlineData("""{"name":""}""", 422)]
    [InlineData("""{}""", 422)]
    [InlineData("""{"name":"x","expires_in_days":0}""", 422)]
    [InlineData("""{"name":"x","expires_in_days":366}""", 422)]
    [InlineData("""{"name":"x","expires_in_days":"soon"}""", 400)]
    public async Task Mistakes_are_refused(string body, int expected)
    {
        var team = await Team.CreateAsync(server);

        Assert.Equal(expected, (await team.Owner.SendAsync(HttpMethod.Post, $"{team.Project}/api-keys", body)).Code);
        Assert.Equal(0, (await team.Owner.GetAsync($"{team.Project}/api-keys")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Verifying_tells_what_the_key_may_do_and_notes_its_use()
    {
        var team = await Team.CreateAsync(server);
        var key = await CreateAsync(team, new { name = "agent", scopes = (string[])[Logs, Metrics, Logs], expires_in_days = 30 });

        var answer = await VerifyAsync(key.Raw);

        Assert.Equal(200, answer.Code);
        Assert.Equal(["api_key_id", "tenant_id", "project_id", "scopes", "expires_at"], answer.Fields());
        Assert.Equal((key.Id, team.TenantId, team.ProjectId), (answer.Id("api_key_id"), answer.Id("tenant_id"), answer.Id("project_id")));
        Assert.Equal(["ingest:metrics", "ingest:logs"], answer.Body.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.NotEmpty(answer.Text("expires_at"));
        Assert.NotEmpty((await team.Owner.GetAsync($"{team.Project}/api-keys")).Body[0].GetProperty("last_used_at").GetString()!);
    }

    [Fact]
    public async Task An_expired_key_is_refused()
    {
        var team = await Team.CreateAsync(server);
        var key = await CreateAsync(team, new { name = "agent", expires_in_days = 1 });
        server.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await VerifyAsync(key.Raw)).Code);

        server.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(401, (await VerifyAsync(key.Raw)).Code);
    }

    [Fact]
    public async Task A_key_that_is_revoked_switched_off_or_of_a_closed_project_is_refused_and_announced()
    {
        var team = await Team.CreateAsync(server);
        var project = $"/projects/{await team.AddProjectAsync()}";
        var (revoked, off, closed) = (await CreateAsync(team, new { name = "a" }), await CreateAsync(team, new { name = "b" }), await CreateAsync(team, new { name = "c" }, project));

        var deleted = await team.Owner.DeleteAsync($"{team.Project}/api-keys/{revoked.Id}");
        Assert.Equal((200, "deleted"), (deleted.Code, deleted.Text("status")));
        Assert.Equal(200, (await team.Owner.PatchAsync($"{team.Project}/api-keys/{off.Id}", new { is_active = false })).Code);
        Assert.Equal(200, (await team.Owner.DeleteAsync(project)).Code);

        foreach (var key in new[] { revoked, off, closed })
        {
            Assert.Equal(401, (await VerifyAsync(key.Raw)).Code);
            Assert.Contains(key.Id.ToString(), (await server.OpenService().GetAsync("/internal/revocations")).Body.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(404, (await team.Owner.DeleteAsync($"{team.Project}/api-keys/{revoked.Id}")).Code);
        Assert.Equal(200, (await team.Owner.PatchAsync($"{team.Project}/api-keys/{off.Id}", new { is_active = true })).Code);
        Assert.Equal(200, (await VerifyAsync(off.Raw)).Code);
    }

    [Fact]
    public async Task Scopes_can_be_taken_away_until_none_is_left()
    {
        var team = await Team.CreateAsync(server);
        var key = await CreateAsync(team, new { name = "agent" });

        var answer = await team.Owner.PatchAsync($"{team.Project}/api-keys/{key.Id}", new { scopes = Array.Empty<string>(), name = "silent" });

        Assert.Equal((200, "silent", 0), (answer.Code, answer.Text("name"), answer.Body.GetProperty("scopes").GetArrayLength()));
        Assert.Equal(0, (await VerifyAsync(key.Raw)).Body.GetProperty("scopes").GetArrayLength());
        Assert.Equal(400, (await team.Owner.PatchAsync($"{team.Project}/api-keys/{key.Id}", new { scopes = (string[])[Logs + "x"] })).Code);
    }

    [Fact]
    public async Task What_is_no_key_is_refused()
    {
        var team = await Team.CreateAsync(server);
        var key = await CreateAsync(team, new { name = "agent" });
        var other = (key.Raw[^1] == 'A' ? 'B' : 'A').ToString();

        foreach (var raw in new[] { "", "srec_", key.Raw + "A", key.Raw[..^1] + other, key.Raw.ToUpperInvariant(), new string('x', 69), "srec_" + new string('\0', 64) })
        {
            Assert.Equal(401, (await VerifyAsync(raw)).Code);
        }
    }

    private Task<Answer> VerifyAsync(string raw) => server.OpenService().PostAsync("/internal/api-keys/verify", new { key = raw });

    private static async Task<(Guid Id, string Raw)> CreateAsync(Team team, object body, string? project = null)
    {
        var created = await team.Owner.PostAsync($"{project ?? team.Project}/api-keys", body);
        Assert.Equal(201, created.Code);
        return (created.Id(), created.Text("raw_key"));
    }
}
