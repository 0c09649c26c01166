using SreCopilot.Identity;

namespace SreCopilot.IncidentService.Tests;

/// <summary>Somebody else tries everything that the API offers on a project's incident. All is refused and no row changes.</summary>
public sealed class IsolationTests(IncidentServer server) : IClassFixture<IncidentServer>
{
    private static readonly string[] Tables =
        ["incidents", "incident_activities", "analysis_steps", "hypotheses", "ai_requests", "hypothesis_requests", "incident_search", "event_outbox"];

    [Fact]
    public async Task Nobody_else_gets_at_a_projects_incidents()
    {
        var project = server.NewProject();
        var incident = await project.AddIncidentAsync("Secret outage", description: "the secret cause");
        await project.Service.PostAsync($"/internal/incidents/{incident}/analysis", new { hypotheses = new[] { new { claim = "Secret", confidence_score = 1 } } });
        await Wait.UntilAsync(async () => (long)(await server.SqlAsync("select count(*) from hypothesis_requests"))! == 0);
        await Wait.UntilAsync(async () => (await server.EventsAsync(project.Id)).Count == 2 && (long)(await server.SqlAsync("select count(*) from event_outbox where not sent"))! == 0);
        var neighbour = server.NewProject(tenantId: project.TenantId);
        var stranger = server.NewProject();
        var attackers = new Dictionary<string, Person>
        {
            ["another tenant"] = stranger.As("owner"),
            ["another project"] = neighbour.As("owner"),
            ["service of another project"] = neighbour.AsService(),
            // Not that api-gateway would sign them: the wall behind the wall.
            ["own project, foreign tenant"] = server.As(stranger.CallerOf("owner") with { TenantId = project.TenantId }),
            ["API key"] = server.As(new Caller { Kind = CallerKind.ApiKey, TenantId = project.TenantId, ProjectId = project.Id, Scopes = ApiKeyScopes.All }),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["no role"] = server.As(project.CallerOf("owner") with { ProjectRole = null }),
            ["unknown role"] = server.As(project.CallerOf("owner") with { ProjectRole = "root" }),
        };
        var before = await SnapshotAsync();
        var tried = 0;

        foreach (var operation in await server.ListOperationsAsync())
        {
            foreach (var (name, attacker) in attackers)
            {
                if (operation.PathParameters.Count == 0 && operation.Method != HttpMethod.Get)
                {
                    continue; // Creates things of its own.
                }

                var path = $"{operation.Fill(_ => incident.ToString())}?project_id={project.Id}&tenant_id={project.TenantId}&search=secret";
                var answer = await attacker.SendAsync(operation.Method, path, operation.BodyFields is null ? null : Body(operation.Name, project), ("X-Project-ID", project.Id.ToString()));
                Assert.True(answer.Code is 401 or 403 or 404 || (operation.PathParameters.Count == 0 && answer.Code == 200), $"{operation.Method} {path} as {name}: {answer.Code}");
                Assert.DoesNotContain("secret", answer.Body.ToString(), StringComparison.OrdinalIgnoreCase);
                tried++;
            }

            if (operation.Method != HttpMethod.Get)
            {
                var answer = await project.Viewer.SendAsync(operation.Method, operation.Fill(_ => incident.ToString()), Body(operation.Name, project));
                Assert.True(answer.Code == 403, $"{operation.Method} {operation.Path} as viewer: {answer.Code}");
                tried++;
            }
        }

        Assert.Equal(before, await SnapshotAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} pairs of operation and attacker");
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table_with_tenant_data() =>
        Assert.Equal(0L, await server.SqlAsync("""
            select count(*) from pg_class c where c.relnamespace = 'incident'::regnamespace and c.relkind = 'r' and c.relname not in ('incident_search', 'audit_sender', 'schema_migrations')
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """));

    [Fact]
    public async Task The_search_index_holds_no_text_and_is_different_for_every_project()
    {
        var (one, two) = (server.NewProject(), server.NewProject());
        var (first, second) = (await one.AddIncidentAsync("Same words"), await two.AddIncidentAsync("Same words"));

        Assert.Equal("incident_id uuid, grams ARRAY", await server.SqlAsync("""
            select string_agg(column_name || ' ' || data_type, ', ' order by ordinal_position) from information_schema.columns where table_name = 'incident_search'
            """));
        Assert.Equal(0L, await server.SqlAsync($"""
            select count(*) from unnest((select grams from incident_search where incident_id = '{first}')) as a
            join unnest((select grams from incident_search where incident_id = '{second}')) as b on a = b
            """));
    }

    private static string Body(string operation, TestProject project) => operation switch
    {
        "change_state" => """{"state":"closed"}""",
        "change_severity" => """{"severity":"low"}""",
        "change_assignee" => """{"assignee_id":null,"comment":"evil"}""",
        "add_comment" => """{"content":"evil"}""",
        "record_analysis" => """{"hypotheses":[{"claim":"evil","confidence_score":1}]}""",
        _ => $$"""{"title":"evil","service_name":"evil","project_id":"{{project.Id}}","deduplication_key":"k","source":"s"}""",
    };

    private async Task<string> SnapshotAsync() => string.Join('\n', await Task.WhenAll(Tables.Select(async table =>
        $"{table} {await server.SqlAsync($"select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from {table} t")}")));
}
