using SreCopilot.Identity;

namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>Somebody else tries everything that the API offers on what a project has. Nothing is told and no row changes.</summary>
public sealed class IsolationTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    private static readonly string[] Tables =
    [
        "services", "spans", "traces", "trace_services", "dependencies", "transactions", "transaction_minutes", "transaction_hours", "error_groups", "error_occurrences", "hosts",
        "host_samples", "browser_events", "deployments", "slos", "dashboards", "metric_series", "metric_points", "retention",
    ];

    [Fact]
    public async Task Nobody_else_gets_at_what_a_project_has()
    {
        var project = server.NewProject();
        var trace = await FillAsync(project);
        var fingerprint = await project.SendErrorAsync("secret failure", "secret-web");
        var deployment = (await project.Engineer.PostAsync("/deployments", new { service = "secret-web", version = "1", commit_sha = "a" })).Ok().Text("deployment_id")!;
        var slo = (await project.Engineer.PostAsync("/slos", new { name = "secret", service_name = "secret-web", sli_type = "latency" })).Ok().Text("slo_id")!;
        var dashboard = (await project.Engineer.PostAsync("/dashboards", new { name = "secret" })).Ok().Text("dashboard_id")!;
        var ids = new Dictionary<string, string>
        {
            ["trace"] = trace,
            ["fingerprint"] = fingerprint,
            ["deployment_id"] = deployment,
            ["slo_id"] = slo,
            ["dashboard_id"] = dashboard,
            ["hostname"] = "secret-host",
            ["service_name"] = "secret-web",
        };
        var stranger = server.NewProject();
        var neighbour = server.NewProject(project.TenantId);
        var attackers = new Dictionary<string, Person>
        {
            ["another tenant"] = stranger.As("owner"),
            ["another project"] = neighbour.As("owner"),
            ["service of another project"] = neighbour.Service,
            // Not that api-gateway would sign them: the wall behind the wall.
            ["own project, foreign tenant"] = server.As(stranger.CallerOf("owner") with { TenantId = project.TenantId }),
            ["API key"] = project.Key,
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["no role"] = server.As(project.CallerOf("owner") with { ProjectRole = null }),
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

                var path = $"{operation.Fill(parameter => ids[parameter])}?project_id={project.Id}&tenant_id={project.TenantId}&service=secret-web&search=secret&metric=hidden&label=hidden&group_by=hidden";
                var answer = await attacker.SendAsync(operation.Method, path, operation.BodyFields is null ? null : Body(project), ("X-Project-ID", project.Id.ToString()));
                Assert.True(answer.Code is 401 or 403 or 404 || (operation.PathParameters.Count == 0 && answer.Code == 200), $"{operation.Method} {path} as {name}: {answer.Code}");
                Assert.DoesNotContain("secret", answer.Body.ToString(), StringComparison.OrdinalIgnoreCase);
                tried++;
            }

            if (operation.Method != HttpMethod.Get)
            {
                var answer = await project.Viewer.SendAsync(operation.Method, operation.Fill(parameter => ids[parameter]), operation.BodyFields is null ? null : Body(project));
                Assert.True(answer.Code == 403, $"{operation.Method} {operation.Path} as viewer: {answer.Code}");
                tried++;
            }
        }

        Assert.Equal(before, await SnapshotAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} pairs of operation and attacker");
    }

    [Fact]
    public async Task What_a_key_sends_belongs_to_its_project_whatever_the_body_says()
    {
        var (victim, attacker) = (server.NewProject(), server.NewProject());
        var claim = new { project_id = victim.Id, tenant_id = victim.TenantId };

        (await attacker.Key.PostAsync("/traces/ingest", new { claim.project_id, claim.tenant_id, spans = new[] { new { trace_id = "stolen", service_name = "evil" } } })).Ok();
        (await attacker.Key.PostAsync("/metrics/ingest", new { claim.project_id, claim.tenant_id, metrics = new[] { new { metric_name = "evil", service_name = "evil" } } })).Ok();
        (await attacker.Key.PostAsync("/errors/ingest", new { claim.project_id, claim.tenant_id, service_name = "evil", error_class = "E" })).Ok();
        (await attacker.Key.PostAsync("/infrastructure/ingest", new { claim.project_id, claim.tenant_id, hostname = "evil" })).Ok();
        (await attacker.Key.PostAsync("/browser/ingest", new { claim.project_id, claim.tenant_id, app_name = "evil" })).Ok();
        (await attacker.Engineer.PostAsync("/deployments", new { claim.project_id, claim.tenant_id, service = "evil", version = "1", commit_sha = "a" })).Ok();
        (await attacker.Engineer.PostAsync("/slos", new { claim.project_id, claim.tenant_id, name = "evil", service_name = "evil", sli_type = "latency" })).Ok();
        (await attacker.Engineer.PostAsync("/dashboards", new { claim.project_id, claim.tenant_id, name = "evil" })).Ok();

        foreach (var table in Tables)
        {
            Assert.Equal(0L, await server.SqlAsync($"select count(*) from {table} where project_id = '{victim.Id}'"));
        }

        Assert.Equal("evil", (await attacker.Viewer.GetAsync("/services/registry")).Joined("service_name"));
    }

    [Fact]
    public async Task The_same_trace_id_in_two_projects_is_two_traces()
    {
        var (one, two) = (server.NewProject(), server.NewProject());
        await one.SendSpansAsync(new { trace_id = "same", span_id = "a", service_name = "one" });
        await two.SendSpansAsync(new { trace_id = "same", span_id = "b", parent_span_id = "a", service_name = "two" });

        Assert.Equal("one", (await one.Viewer.GetAsync("/traces/same"))["spans"][0].GetProperty("service_name").GetString());
        Assert.Equal("two", (await two.Viewer.GetAsync("/traces/same"))["spans"][0].GetProperty("service_name").GetString());
        Assert.Equal(0, (await two.Viewer.GetAsync("/traces/services/dependency-map"))["edges"].GetArrayLength());
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table_with_tenant_data() => Assert.Equal(DBNull.Value, await server.SqlAsync("""
        select string_agg(c.relname, ', ') from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'project_id'
        where c.relnamespace = 'metrics'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not (c.relrowsecurity and c.relforcerowsecurity)
        """));

    private static async Task<string> FillAsync(TestProject project)
    {
        var trace = Guid.NewGuid().ToString("n");
        await project.SendSpansAsync(
            new { trace_id = trace, span_id = "a", service_name = "secret-web", operation = "secret", duration_ms = 10 },
            new { trace_id = trace, span_id = "b", parent_span_id = "a", service_name = "secret-db", operation = "secret", duration_ms = 5 });
        (await project.Key.PostAsync("/metrics/ingest", new { metrics = new[] { new { metric_name = "hidden", service_name = "secret-web", tags = new { hidden = "secret" } } } })).Ok();
        (await project.Key.PostAsync("/infrastructure/ingest", new { hostname = "secret-host", processes = new[] { new { name = "secret" } } })).Ok();
        (await project.Key.PostAsync("/browser/ingest", new { app_name = "secret", url = "http://secret", errors = new[] { new { message = "secret" } }, page_load = new { load_complete = 1 }, xhr_events = new[] { new { url = "secret" } } })).Ok();
        return trace;
    }

    private static string Body(TestProject project) =>
        $$"""{"name":"evil","status":"resolved","notes":"evil","description":"evil","project_id":"{{project.Id}}","tenant_id":"{{project.TenantId}}","widgets":[]}""";

    private async Task<string> SnapshotAsync() => string.Join('\n', await Task.WhenAll(Tables.Select(async table =>
        $"{table} {await server.SqlAsync($"select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from {table} t")}")));
}
