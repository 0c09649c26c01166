using SreCopilot.Identity;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>Somebody else tries everything that the API offers on a project's monitor. All is refused and no row changes.</summary>
public sealed class IsolationTests(SyntheticServer server) : IClassFixture<SyntheticServer>
{
    private static readonly string[] Tables = ["monitors", "results", "event_outbox"];

    [Fact]
    public async Task Nobody_else_gets_at_a_projects_monitors()
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "Secret monitor", type = "api_test", url = "https://secret.invalid/", frequency_seconds = 60, enabled = false });
        await project.Engineer.PostAsync($"/monitors/{id}/run", new { });
        var (neighbour, stranger) = (project.Neighbour(), project.Stranger());
        var attackers = new Dictionary<string, Person>
        {
            ["another tenant"] = stranger.As("owner"),
            ["another project"] = neighbour.As("owner"),
            ["service of another project"] = neighbour.Service,
            // Not that api-gateway would sign them: the wall behind the wall.
            ["own project, foreign tenant"] = stranger.As(stranger.CallerOf("owner") with { TenantId = project.TenantId }),
            ["API key"] = project.As(project.KeyWith([.. ApiKeyScopes.All])),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["no role"] = project.As((string?)null),
            ["unknown role"] = project.As("root"),
        };
        var before = await server.SnapshotAsync(Tables);

        foreach (var operation in Operation.ReadAll(await server.DescribeAsync()))
        {
            foreach (var (name, attacker) in attackers)
            {
                if (operation.Name == "create_monitor")
                {
                    continue; // Creates things of its own.
                }

                var path = $"{operation.Fill(_ => id.ToString())}?project_id={project.Id}&tenant_id={project.TenantId}";
                var answer = await attacker.SendAsync(operation.Method, path, operation.BodyFields is null ? null : """{"name":"evil"}""", ("X-Project-ID", project.Id.ToString()));
                Assert.True(answer.Code is 401 or 403 or 404 || (operation.PathParameters.Count == 0 && answer.Code == 200), $"{operation.Method} {path} as {name}: {answer.Code}");
                Assert.DoesNotContain("secret", answer.Body.ToString(), StringComparison.OrdinalIgnoreCase);
            }

            if (operation.Method != HttpMethod.Get)
            {
                var answer = await project.Viewer.SendAsync(operation.Method, operation.Fill(_ => id.ToString()), operation.BodyFields is null ? null : """{"name":"evil"}""");
                Assert.True(answer.Code == 403, $"{operation.Method} {operation.Path} as viewer: {answer.Code}");
            }
        }

        Assert.Equal(before, await server.SnapshotAsync(Tables));
    }

    [Fact]
    public async Task A_project_in_the_body_is_not_believed()
    {
        var (project, stranger) = (server.NewProject(), server.NewProject());

        await stranger.AddMonitorAsync(new { project_id = project.Id, tenant_id = project.TenantId, name = "n", type = "api_test", url = "https://shop.example/", frequency_seconds = 60, enabled = false });

        Assert.Equal((0, 1), ((await project.Viewer.GetAsync("/monitors")).Total, (await stranger.Viewer.GetAsync("/monitors")).Total));
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table_with_tenant_data() =>
        Assert.Equal(0L, await server.SqlAsync("""
            select count(*) from pg_class c where c.relnamespace = 'synthetic'::regnamespace and c.relkind = 'r' and c.relname not in ('audit_sender', 'schema_migrations')
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """));
}
