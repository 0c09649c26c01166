using SreCopilot.Identity;

namespace SreCopilot.SecurityService.Tests;

/// <summary>Somebody else tries everything that the API offers on a project's findings. All is refused and no row changes.</summary>
public sealed class IsolationTests(SecurityServer server) : IClassFixture<SecurityServer>
{
    private static readonly string[] Tables = ["vulnerabilities", "scan_scopes", "scans", "sightings", "vulnerability_changes", "components"];

    [Fact]
    public async Task Nobody_else_gets_at_a_projects_findings()
    {
        var project = server.NewProject();
        var bill = Scans.Sample("cyclonedx.json");
        bill["components"]![0]!["name"] = "secret-library";
        await project.Engineer.SendAsync(bill, "?service_name=web");
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("SECRET-1", "secret-package")));
        var id = (await project.Viewer.GetAsync("/vulnerabilities?search=secret-1")).Each("vuln_id")[0]!;
        var (neighbour, stranger) = (project.Neighbour(), project.Stranger());
        var attackers = new Dictionary<string, Person>
        {
            ["another tenant"] = stranger.As("owner"),
            ["another project"] = neighbour.As("owner"),
            ["service of another project"] = neighbour.Service,
            ["API key of another project"] = neighbour.As(neighbour.KeyWith([.. ApiKeyScopes.All])),
            // Not that api-gateway would sign them: the wall behind the wall.
            ["own project, foreign tenant"] = stranger.As(stranger.CallerOf("owner") with { TenantId = project.TenantId }),
            ["API key"] = project.As(project.KeyWith([.. ApiKeyScopes.All])),
            ["anonymous"] = server.As(new Caller { Kind = CallerKind.Anonymous }),
            ["no role"] = project.As((string?)null),
            ["unknown role"] = project.As("root"),
        };
        var before = await server.SnapshotAsync(Tables);

        foreach (var operation in Operation.ReadAll(await server.DescribeAsync()).Where(operation => operation.Name != "ingest_scan"))
        {
            foreach (var (name, attacker) in attackers)
            {
                var path = $"{operation.Fill(parameter => parameter == "service_name" ? "web" : id)}?project_id={project.Id}&tenant_id={project.TenantId}&search=secret";
                var answer = await attacker.SendAsync(operation.Method, path, operation.BodyFields is null ? null : """{"status":"ignored","notes":"evil"}""", ("X-Project-ID", project.Id.ToString()));
                Assert.True(answer.Code is 401 or 403 or 404 || (!operation.Path.Contains("vuln_id", StringComparison.Ordinal) && answer.Code == 200), $"{operation.Method} {path} as {name}: {answer.Code}");
                Assert.DoesNotContain("secret-", answer.Body.ToString(), StringComparison.OrdinalIgnoreCase);
            }
        }

        Assert.Equal(before, await server.SnapshotAsync(Tables));
        Assert.Equal(403, (await project.Viewer.PatchAsync($"/vulnerabilities/{id}", new { status = "ignored" })).Code);
        Assert.Equal(403, (await project.Viewer.PostAsync(Scans.Ingest, Scans.Native("web"))).Code);
        Assert.Equal(before, await server.SnapshotAsync(Tables));
    }

    [Fact]
    public async Task A_scan_of_another_project_does_not_touch_the_findings_of_the_same_service_name()
    {
        var project = server.NewProject();
        var neighbour = project.Neighbour();
        await project.Engineer.PostAsync(Scans.Ingest, Scans.Native("web", ("CVE-1", "a")));

        var answer = await neighbour.As(neighbour.KeyWith(ApiKeyScopes.Vulnerabilities)).SendAsync(
            HttpMethod.Post, Scans.Ingest, $$"""{"project_id":"{{project.Id}}","tenant_id":"{{project.TenantId}}","source":"trivy","service_name":"web","vulnerabilities":[]}""");

        Assert.Equal((200, 0), (answer.Code, answer.Number("resolved")));
        Assert.Equal([("CVE-1", "a", "open")], await project.FindingsAsync());
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table_with_tenant_data() =>
        Assert.Equal(0L, await server.SqlAsync("""
            select count(*) from pg_class c where c.relnamespace = 'security'::regnamespace and c.relkind = 'r' and c.relname not in ('audit_sender', 'schema_migrations')
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """));
}
