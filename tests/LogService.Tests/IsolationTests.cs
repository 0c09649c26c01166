using SreCopilot.Identity;

namespace SreCopilot.LogService.Tests;

/// <summary>Somebody else tries to get at a project's lines, or to put some there.</summary>
public sealed class IsolationTests(LogServer server) : IClassFixture<LogServer>
{
    [Fact]
    public async Task Nobody_else_sees_anything_of_a_projects_lines()
    {
        var project = server.NewProject();
        await project.IngestAsync(new { service_name = "secret-service", message = "the secret plan 7", trace_id = "secrettrace" });
        var line = (await project.SearchAsync(""))["items"][0];
        var (id, pattern) = (line.GetProperty("id").GetString(), line.GetProperty("pattern").GetString());

        // Of the same tenant, too.
        foreach (var attacker in new[] { server.NewProject(), new TestProject(server, project.TenantId) })
        {
            foreach (var path in new[]
            {
                $"/logs/search?project_id={project.Id}&tenant_id={project.TenantId}", "/logs/search?query=secret", "/logs/search?trace_id=secrettrace", $"/logs/search?pattern={pattern}",
                $"/logs/context?id={id}", $"/logs/services?project_id={project.Id}", "/logs/stats", "/logs/patterns", "/logs/histogram", "/logs/histogram?query=secret",
                "/logs/search?query=%27%20or%20true--", "/logs/search?service=secret-service",
            })
            {
                var answer = await attacker.As("owner").GetAsync(path);
                Assert.DoesNotContain("secret", answer.Body.ToString().Replace(path, "", StringComparison.Ordinal), StringComparison.Ordinal);
                Assert.DoesNotContain("\"total\":1", answer.Body.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_sender_cannot_name_another_project()
    {
        var (project, attacker) = (server.NewProject(), server.NewProject());

        await attacker.Key.PostAsync("/logs/ingest", new { project_id = project.Id, tenant_id = project.TenantId, logs = new[] { new { service_name = "evil", message = "evil", project_id = project.Id } } });

        Assert.Equal(0, (await project.Viewer.GetAsync("/logs/stats")).Number("total"));
        Assert.Equal(1, (await attacker.Viewer.GetAsync("/logs/stats")).Number("total"));
    }

    [Fact]
    public async Task The_same_idempotency_key_in_another_project_is_another_request()
    {
        var body = new { logs = new[] { new { service_name = "s", message = "m" } } };
        foreach (var project in new[] { server.NewProject(), server.NewProject() })
        {
            Assert.Equal(1, (await project.Key.PostAsync("/logs/ingest", body, ("Idempotency-Key", "shared"))).Number("total"));
        }
    }

    [Theory]
    [InlineData("log_lines")]
    [InlineData("log_minutes")]
    [InlineData("log_days")]
    [InlineData("log_patterns")]
    [InlineData("log_pattern_hours")]
    [InlineData("log_pattern_samples")]
    public async Task The_database_itself_shows_nothing_without_the_project(string table)
    {
        var project = server.NewProject();
        await project.IngestAsync(new { service_name = "s", message = "m" });
        Assert.True((long)(await server.SqlAsync($"select count(*) from {table}"))! > 0);

        await using var source = Npgsql.NpgsqlDataSource.Create(server.ConnectionString + ";Search Path=log;Pooling=false");
        await using var command = source.CreateCommand($"select count(*) from {table}");
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_key_without_the_scope_stores_nothing()
    {
        var project = server.NewProject();

        var answer = await server.As(project.CallerOfKey(ApiKeyScopes.Metrics)).PostAsync("/logs/ingest", new { logs = Array.Empty<object>() });

        Assert.Equal(403, answer.Code);
    }
}
