using SreCopilot.Identity;

namespace SreCopilot.CicdConnectorService.Tests;

/// <summary>Somebody else tries everything that the API offers on a project's connection. All is refused and no row changes.</summary>
public sealed class IsolationTests(CicdServer server) : IClassFixture<CicdServer>
{
    [Fact]
    public async Task Nobody_else_gets_at_a_projects_connections()
    {
        var (project, provider) = (server.NewProject(), server.GitHub);
        var run = provider.Add(new FakeRun(ProviderCase.NewRepository(), ProviderCase.NewRun()));
        var config = provider.ConfigOf(run.Repository);
        config["note"] = "confidential";
        var connection = await project.ConnectAsync(provider, config);
        await project.Admin.PostAsync("/deployment-hook", new { });
        await project.DeploymentsAsync();
        var neighbour = server.NewProject(project.TenantId);
        var stranger = server.NewProject();
        var attackers = new Dictionary<string, Person>
        {
            ["another tenant"] = stranger.As("owner"),
            ["another project"] = neighbour.As("owner"),
            ["service of another project"] = neighbour.Service,
            // Not that api-gateway would sign them: the wall behind the wall.
            ["own project, foreign tenant"] = server.As(stranger.CallerOf("owner") with { TenantId = project.TenantId }),
            ["API key"] = server.As(new Caller { Kind = CallerKind.ApiKey, TenantId = project.TenantId, ProjectId = project.Id, Scopes = ApiKeyScopes.All }),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["no role"] = server.As(project.CallerOf("owner") with { ProjectRole = null }),
            ["unknown role"] = server.As(project.CallerOf("owner") with { ProjectRole = "root" }),
        };
        var before = await server.DumpAsync();
        var tried = 0;

        foreach (var operation in await server.ListOperationsAsync())
        {
            var isWebhook = operation.Path.StartsWith("/webhooks/", StringComparison.Ordinal);
            var path = $"{operation.Fill(name => (name == "project_id" ? project.Id : connection.Id).ToString())}?project_id={project.Id}&tenant_id={project.TenantId}";
            foreach (var (name, attacker) in attackers)
            {
                if (operation.PathParameters.Count == 0 && operation.Method != HttpMethod.Get)
                {
                    continue; // Makes things of its own.
                }

                var answer = await attacker.SendAsync(operation.Method, path, isWebhook || operation.BodyFields is not null ? Body : null, ("X-Project-ID", project.Id.ToString()));
                Assert.True(answer.Code is 401 or 403 or 404 || (operation.PathParameters.Count == 0 && answer.Code == 200), $"{operation.Method} {path} as {name}: {answer.Code}");
                Assert.DoesNotContain("confidential", answer.Body.ToString(), StringComparison.Ordinal);
                tried++;
            }

            foreach (var role in new[] { "viewer", "engineer" })
            {
                if (operation.Method != HttpMethod.Get && !isWebhook)
                {
                    var answer = await project.As(role).SendAsync(operation.Method, path, Body);
                    Assert.True(answer.Code == 403, $"{operation.Method} {operation.Path} as {role}: {answer.Code}");
                    tried++;
                }
            }
        }

        Assert.Equal(before, await server.DumpAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} pairs of operation and attacker");
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table() =>
        Assert.Equal(0L, await server.SqlAsync("""
            select count(*) from pg_class c where c.relnamespace = 'cicd'::regnamespace and c.relkind = 'r' and c.relname not in ('audit_sender', 'schema_migrations')
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """));

    private const string Body = """{"name":"evil","is_active":false,"service":"evil","version":"1","keep_previous_hours":0}""";
}
