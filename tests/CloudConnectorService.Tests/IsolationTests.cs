using SreCopilot.Identity;

namespace SreCopilot.CloudConnectorService.Tests;

/// <summary>Somebody else tries everything that the API offers on a project's connection. All is refused and no row changes.</summary>
public sealed class IsolationTests(CloudServer server) : IClassFixture<CloudServer>
{
    [Fact]
    public async Task Nobody_else_gets_at_a_projects_clouds()
    {
        var (project, cloud) = (server.NewProject(), server.Aws);
        var account = cloud.NewAccount();
        account.Machines = [new FakeItem("confidential-1")];
        var connection = await server.ConnectAsync(project, cloud, account, new { note = "confidential" });
        account.Machines.Add(new FakeItem("confidential-2"));
        await connection.SyncAsync();
        await server.EventsAsync(project, 1);
        var (neighbour, stranger) = (project.Neighbour(), project.Stranger());
        var attackers = new Dictionary<string, Person>
        {
            ["another tenant"] = stranger.As("owner"),
            ["another project"] = neighbour.As("owner"),
            ["service of another project"] = neighbour.Service,
            // Not that api-gateway would sign them: the wall behind the wall.
            ["own project, foreign tenant"] = server.As(stranger.CallerOf("owner") with { TenantId = project.TenantId }),
            ["API key"] = project.As(project.KeyWith([.. ApiKeyScopes.All])),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["no role"] = project.As((string?)null),
            ["unknown role"] = project.As("root"),
        };
        var before = await SnapshotAsync();
        var tried = 0;

        foreach (var operation in await server.ListOperationsAsync())
        {
            var path = $"{operation.Fill(_ => connection.Id.ToString())}?project_id={project.Id}&tenant_id={project.TenantId}&connection_id={connection.Id}";
            foreach (var (name, attacker) in attackers)
            {
                if (operation.PathParameters.Count == 0 && operation.Method != HttpMethod.Get)
                {
                    continue; // Makes things of its own.
                }

                var answer = await attacker.SendAsync(operation.Method, path, operation.BodyFields is null ? null : Body, ("X-Project-ID", project.Id.ToString()));
                Assert.True(answer.Code is 401 or 403 or 404 || (operation.PathParameters.Count == 0 && answer.Code == 200), $"{operation.Method} {path} as {name}: {answer.Code}");
                Assert.DoesNotContain("confidential", answer.Body.ToString(), StringComparison.Ordinal);
                tried++;
            }

            foreach (var role in new[] { "viewer", "engineer" })
            {
                if (operation.Method != HttpMethod.Get)
                {
                    Assert.Equal(403, (await project.As(role).SendAsync(operation.Method, path, Body)).Code);
                    tried++;
                }
            }
        }

        Assert.Equal(before, await SnapshotAsync());
        Assert.True(tried > 50, $"{tried}");
        Task<string> SnapshotAsync() => server.SnapshotAsync("connections", "parts", "resources", "resource_changes");
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table() =>
        Assert.Equal(0L, await server.SqlAsync("""
            select count(*) from pg_class c where c.relnamespace = 'cloud'::regnamespace and c.relkind = 'r' and c.relname in ('connections', 'parts', 'resources', 'resource_changes')
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """));

    private const string Body = """{"name":"evil","is_active":false,"provider":"aws","credentials":{"access_key_id":"evil"}}""";
}
