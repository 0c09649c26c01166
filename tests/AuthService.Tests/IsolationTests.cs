using Npgsql;

namespace SreCopilot.AuthService.Tests;

/// <summary>
/// Somebody else tries everything that the API offers on a team's things: from another tenant, from another project of the
/// same tenant, and as a viewer. All is refused and no row changes.
/// </summary>
public sealed class IsolationTests(AuthServer server) : IClassFixture<AuthServer>
{
    private static readonly string[] Tables =
        ["tenants", "users", "projects", "project_members", "sessions", "project_api_keys", "monitoring_integrations", "revocations"];

    [Fact]
    public async Task Nobody_else_gets_at_a_teams_things()
    {
        var team = await Team.CreateAsync(server);
        var member = await team.AddMemberAsync("engineer");
        var key = await team.Owner.PostAsync($"{team.Project}/api-keys", new { name = "agent" });
        var integration = await team.Owner.PostAsync($"{team.Project}/monitoring/integrations", new { integration_type = "grafana", name = "G", url = "http://g:3000" });
        var ids = new Dictionary<string, Guid>
        {
            ["project_id"] = team.ProjectId, ["user_id"] = member.Id, ["key_id"] = key.Id(), ["integration_id"] = integration.Id(),
        };
        var attackers = new Dictionary<string, (Browser Browser, Guid OwnProject)>
        {
            ["other tenant"] = await AsOtherTenantAsync(),
            ["other project"] = await AsOtherProjectAsync(team),
        };
        var viewer = (await team.AddMemberAsync("viewer")).Browser;
        var before = await SnapshotAsync(team);
        var tried = 0;

        foreach (var operation in (await server.ListOperationsAsync()).Where(operation => operation.PathParameters.Count > 0))
        {
            foreach (var (name, (attacker, ownProject)) in attackers)
            {
                // The team's ids in the team's project, and smuggled into the attacker's own.
                foreach (var project in new[] { team.ProjectId, ownProject })
                {
                    var path = operation.Fill(parameter => (parameter == "project_id" ? project : ids[parameter]).ToString());
                    if (project == ownProject && operation.PathParameters is ["project_id"])
                    {
                        continue; // Its own things, which it may change.
                    }

                    var answer = await attacker.SendAsync(operation.Method, path, Body(operation));
                    Assert.True(answer.Code is 403 or 404, $"{operation.Method} {path} as {name}: {answer.Code}");
                    Assert.DoesNotContain("agent", answer.Body.ToString(), StringComparison.Ordinal);
                    tried++;
                }
            }

            if (operation.Method != HttpMethod.Get)
            {
                var answer = await viewer.SendAsync(operation.Method, operation.Fill(parameter => ids[parameter].ToString()), Body(operation));
                Assert.True(answer.Code == 403, $"{operation.Method} {operation.Path} as viewer: {answer.Code}");
                tried++;
            }
        }

        Assert.Equal(before, await SnapshotAsync(team));
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} pairs of route and persona");
    }

    [Fact]
    public async Task A_token_that_names_a_foreign_project_opens_nothing()
    {
        var (team, other) = (await Team.CreateAsync(server), await Team.CreateAsync(server));
        var attacker = await other.Owner.CallerAsync();

        // Not that api-gateway would sign it: the wall behind the wall.
        foreach (var caller in new[] { attacker with { TenantId = team.TenantId }, attacker with { ProjectId = team.ProjectId, ProjectRole = "owner" } })
        {
            var forged = server.OpenAs(caller);
            Assert.True((await forged.GetAsync(team.Project)).Code is 403 or 404);
            Assert.True((await forged.GetAsync("/ws-token")).Code is 403 or 404);
            Assert.DoesNotContain(team.TenantId.ToString(), (await forged.GetAsync("/users")).Body.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table_with_tenant_data() =>
        Assert.Equal(0L, await server.SqlAsync("""
            select count(*) from pg_class c where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r' and c.relname not in ('throttles', 'audit_sender', 'schema_migrations')
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """));

    private static string? Body(Operation operation) => operation.Name switch
    {
        _ when operation.BodyFields is null => null,
        "update_member" => """{"role":"owner"}""",
        "add_member" => """{"user_email":"x@acme.example","role":"owner"}""",
        "update_user" => """{"role":"admin","is_active":false}""",
        "create_integration" or "test_connection" => """{"integration_type":"grafana","name":"evil","url":"http://127.0.0.1:1"}""",
        _ => """{"name":"evil","is_active":false,"scopes":[],"url":"http://evil.example","api_key":"x"}""",
    };

    private async Task<(Browser, Guid)> AsOtherTenantAsync()
    {
        var other = await Team.CreateAsync(server);
        return (other.Owner, other.ProjectId);
    }

    private async Task<(Browser, Guid)> AsOtherProjectAsync(Team team)
    {
        var project = await team.AddProjectAsync();
        var (_, email) = await team.AddUserAsync();
        await team.Owner.PostAsync($"/projects/{project}/members", new { user_email = email, role = "owner" });
        var browser = server.OpenBrowser();
        Assert.Equal(200, (await browser.LoginAsync(email)).Code);
        return (browser, project);
    }

    private async Task<string> SnapshotAsync(Team team)
    {
        await using var source = NpgsqlDataSource.Create(server.SuperuserConnectionString + ";Search Path=auth;Pooling=false");
        var rows = new List<string>();
        foreach (var table in Tables)
        {
#pragma warning disable CA2100 // The table's name is one of the list above.
            await using var command = source.CreateCommand($"select '{table} ' || md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from {table} t where t::text like '%{team.TenantId}%' or t::text like '%{team.ProjectId}%'");
#pragma warning restore CA2100
            rows.Add((string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
        }

        return string.Join('\n', rows);
    }
}
