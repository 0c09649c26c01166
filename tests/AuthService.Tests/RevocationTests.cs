using System.Text.Json;
using Npgsql;

namespace SreCopilot.AuthService.Tests;

/// <summary>What api-gateway asks every second, over two replicas on one database.</summary>
public sealed class RevocationTests(AuthServer server) : IClassFixture<AuthServer>
{
    private const string Feed = "/internal/revocations";

    [Fact]
    public async Task Every_change_that_voids_tokens_is_announced_by_every_replica()
    {
        var replica = await server.AddReplicaAsync();
        var team = await Team.CreateAsync(server);
        var (logout, role, removed, disabled, stolen) = (
            await team.AddMemberAsync("engineer"), await team.AddMemberAsync("engineer"), await team.AddMemberAsync("engineer"),
            await team.AddMemberAsync("engineer"), await team.AddMemberAsync("engineer"));
        var key = await team.Owner.PostAsync($"{team.Project}/api-keys", new { name = "agent" });
        var loggedOut = (await logout.Browser.CallerAsync()).SessionId;
        var stolenSession = (await stolen.Browser.CallerAsync()).SessionId;
        var cursor = (await server.OpenService(replica).GetAsync(Feed)).Text("cursor");
        var thief = server.OpenBrowser();
        thief.Cookies["refresh_token"] = stolen.Browser.Cookies["refresh_token"];

        await logout.Browser.PostAsync("/logout");
        await team.Owner.PatchAsync($"{team.Project}/members/{role.Id}", new { role = "viewer" });
        await team.Owner.DeleteAsync($"{team.Project}/members/{removed.Id}");
        await team.Owner.PatchAsync($"/users/{disabled.Id}", new { is_active = false });
        await team.Owner.DeleteAsync($"{team.Project}/api-keys/{key.Id()}");
        await stolen.Browser.PostAsync("/refresh");
        server.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(401, (await thief.PostAsync("/refresh")).Code);

        var answer = await server.OpenService(replica).GetAsync($"{Feed}?cursor={cursor}");
        Assert.Equal(200, answer.Code);
        Assert.Equal(["cursor", "revocations"], answer.Fields());
        var entries = answer.Body.GetProperty("revocations").EnumerateArray().ToList();
        AssertEntry(entries, ["subject", "session_id"], "session", ("session_id", loggedOut));
        AssertEntry(entries, ["subject", "session_id"], "session", ("session_id", stolenSession));
        AssertEntry(entries, ["subject", "user_id", "project_id", "before"], "membership", ("user_id", role.Id), ("project_id", team.ProjectId));
        AssertEntry(entries, ["subject", "user_id", "project_id", "before"], "membership", ("user_id", removed.Id), ("project_id", team.ProjectId));
        AssertEntry(entries, ["subject", "user_id", "before"], "user", ("user_id", disabled.Id));
        AssertEntry(entries, ["subject", "api_key_id"], "api_key", ("api_key_id", key.Id()));
    }

    [Fact]
    public async Task A_token_from_before_the_change_is_covered_and_one_from_after_it_is_not()
    {
        var team = await Team.CreateAsync(server);
        var member = await team.AddMemberAsync("engineer");
        var old = (await member.Browser.CallerAsync()).IssuedAt;

        await team.Owner.PatchAsync($"{team.Project}/members/{member.Id}", new { role = "viewer" });
        server.Advance(TimeSpan.FromMilliseconds(1));
        await member.Browser.PostAsync("/refresh");

        var before = (await EntriesAsync()).Single(entry => entry.TryGetProperty("user_id", out var user) && user.GetGuid() == member.Id).GetProperty("before").GetDateTimeOffset();
        var renewed = await member.Browser.CallerAsync();
        Assert.True(old < before);
        Assert.True(renewed.IssuedAt >= before);
        Assert.Equal("viewer", renewed.ProjectRole);
    }

    [Fact]
    public async Task A_transaction_that_commits_late_is_not_missed()
    {
        var (early, late) = (Guid.NewGuid(), Guid.NewGuid());
        await using var source = NpgsqlDataSource.Create(server.SuperuserConnectionString);
        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var insert = new NpgsqlCommand(Insert(late), connection, transaction))
        {
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await server.SqlAsync(Insert(early));
        var first = await server.OpenService().GetAsync(Feed);
        Assert.Contains(early.ToString(), first.Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(late.ToString(), first.Body.ToString(), StringComparison.Ordinal);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        var second = await server.OpenService().GetAsync($"{Feed}?cursor={first.Text("cursor")}");
        Assert.Contains(late.ToString(), second.Body.ToString(), StringComparison.Ordinal);

        var third = await server.OpenService().GetAsync($"{Feed}?cursor={second.Text("cursor")}");
        Assert.DoesNotContain(late.ToString(), third.Body.ToString(), StringComparison.Ordinal);

        static string Insert(Guid session) =>
            $"insert into auth.revocations (tenant_id, subject, session_id, expires_at) values (gen_random_uuid(), 'session', '{session}', now() + interval '10 days')";
    }

    [Fact]
    public async Task A_cursor_of_another_database_gets_everything_and_garbage_is_400()
    {
        var team = await Team.CreateAsync(server);
        var session = (await team.Owner.CallerAsync()).SessionId.ToString()!;
        await team.Owner.PostAsync("/logout");

        Assert.Contains(session, (await server.OpenService().GetAsync($"{Feed}?cursor=9000000000000000000")).Body.ToString(), StringComparison.Ordinal);
        foreach (var cursor in (string[])["x", "-1", "1.5", "99999999999999999999999", "1'--", "%00", "1&cursor=2"])
        {
            Assert.Equal(400, (await server.OpenService().GetAsync($"{Feed}?cursor={cursor}")).Code);
        }
    }

    [Fact]
    public async Task Entries_end_when_the_last_token_they_concern_has_expired()
    {
        var team = await Team.CreateAsync(server);
        var session = (await team.Owner.CallerAsync()).SessionId.ToString()!;
        await team.Owner.PostAsync("/logout");
        server.Advance(TimeSpan.FromMinutes(30));
        Assert.Contains(session, (await server.OpenService().GetAsync(Feed)).Body.ToString(), StringComparison.Ordinal);

        server.Advance(TimeSpan.FromMinutes(2));

        Assert.DoesNotContain(session, (await server.OpenService().GetAsync(Feed)).Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_services_may_ask()
    {
        var team = await Team.CreateAsync(server);

        Assert.Equal(403, (await team.Owner.GetAsync(Feed)).Code);
        Assert.Equal(403, (await server.OpenBrowser().GetAsync(Feed)).Code);
        Assert.Equal(403, (await team.Owner.PostAsync("/internal/api-keys/verify", new { key = "x" })).Code);
        Assert.Equal(401, (await team.Owner.SendAsync(HttpMethod.Get, Feed, null, internalToken: false)).Code);
    }

    [Fact]
    public async Task Tokens_issued_while_a_role_changes_have_the_new_role_or_are_covered()
    {
        var replica = await server.AddReplicaAsync();
        var team = await Team.CreateAsync(server);
        var member = await team.AddMemberAsync("engineer");
        for (var round = 0; round < 5; round++)
        {
            server.Advance(TimeSpan.FromSeconds(1));
            var role = round % 2 == 0 ? "viewer" : "admin";
            var browsers = new List<Browser>();
            for (var i = 0; i < 3; i++)
            {
                var browser = server.OpenBrowser(replica);
                Assert.Equal(200, (await browser.LoginAsync(member.Email)).Code);
                browsers.Add(browser);
            }

            server.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(
                browsers.Select(browser => browser.PostAsync("/refresh")).Append(team.Owner.PatchAsync($"{team.Project}/members/{member.Id}", new { role })));

            var before = (await EntriesAsync()).Last(entry => entry.TryGetProperty("user_id", out var user) && user.GetGuid() == member.Id).GetProperty("before").GetDateTimeOffset();
            foreach (var browser in browsers)
            {
                var caller = await browser.CallerAsync();
                Assert.True(caller.ProjectRole == role || caller.IssuedAt < before);
            }
        }
    }

    private async Task<List<JsonElement>> EntriesAsync() =>
        [.. (await server.OpenService().GetAsync(Feed)).Body.GetProperty("revocations").EnumerateArray()];

    private static void AssertEntry(List<JsonElement> entries, string[] fields, string subject, params (string Field, Guid? Id)[] ids) =>
        Assert.Single(entries, entry =>
            entry.GetProperty("subject").GetString() == subject
            && entry.EnumerateObject().Select(field => field.Name).SequenceEqual(fields)
            && ids.All(id => entry.GetProperty(id.Field).GetGuid() == id.Id));
}
