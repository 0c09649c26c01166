using SreCopilot.Identity;

namespace SreCopilot.AiService.Tests.Service;

/// <summary>Somebody else tries everything that the API offers on a project's analysis. Nothing is shown and no row changes.</summary>
public sealed class IsolationTests(AiServer server) : IClassFixture<AiServer>
{
    // Their own finds, correlations and dashboards are theirs.
    private static readonly string[] Tables = ["analyses", "evidence", "hypotheses", "verdicts", "ai_requests", "generation_locks"];
    private static readonly string[] Creating = ["detect_anomalies", "detect_anomalies_batch", "report_anomalies", "correlate_incident", "analyze_dashboard", "write_incident_text"];

    [Fact]
    public async Task Nobody_else_gets_at_a_projects_analyses()
    {
        var project = server.NewProject();
        server.Platform.BreakCheckout(project, server.Time.GetUtcNow().AddMinutes(-4), "secret of the project");
        var incident = server.Platform.AddIncident(project, server.Time.GetUtcNow(), "Secret incident");
        var hypothesis = (await AiServer.GenerateAsync(project, incident))["hypotheses"][0].GetProperty("id").GetString()!;
        await project.Engineer.PostAsync($"/incidents/{incident}/hypotheses/{hypothesis}/feedback", new { verdict = "accepted", comment = "secret" });
        await project.Engineer.PostAsync("/anomaly/report", new[] { new { metric_name = "secret metric" } });
        await project.Viewer.PostAsync("/analyze-dashboard", new { dashboard_title = "Secret dashboard" });
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

        foreach (var operation in Operation.ReadAll(await server.DescribeAsync()).Where(operation => !Creating.Contains(operation.Name)))
        {
            foreach (var (name, attacker) in attackers)
            {
                var path = $"{operation.Fill(parameter => parameter == "hypothesis_id" ? hypothesis : incident.ToString())}?project_id={project.Id}&tenant_id={project.TenantId}&incident_id={incident}";
                var body = operation.BodyFields is null ? null : operation.BodyFields.Count == 0
                    ? $$"""[{"incident_id":"{{incident}}","title":"t","description":"","service_name":"s"}]"""
                    : $$"""{"incident_id":"{{incident}}","title":"t","description":"","service_name":"s","verdict":"rejected"}""";
                var answer = await attacker.SendAsync(operation.Method, path, body, ("X-Project-ID", project.Id.ToString()));
                Assert.True(answer.Code is 401 or 403 or 404 or 422 || (operation.PathParameters.Count == 0 && answer.Code == 200), $"{operation.Method} {operation.Path} as {name}: {answer.Code}");
                Assert.DoesNotContain("secret", answer.Body.ToString(), StringComparison.OrdinalIgnoreCase);
            }
        }

        Assert.Equal(before, await server.SnapshotAsync(Tables));
    }

    [Fact]
    public async Task Row_security_is_forced_on_every_table_with_tenant_data() =>
        Assert.Equal(0L, await server.SqlAsync("""
            select count(*) from pg_class c where c.relnamespace = 'ai'::regnamespace and c.relkind = 'r' and c.relname not in ('audit_sender', 'schema_migrations')
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """));
}
