namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>What is no longer kept disappears from lists, too.</summary>
public sealed class RetentionTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task Traces_and_silent_hosts_go_with_their_rows()
    {
        var (project, keeps) = (server.NewProject(), server.NewProject());
        await server.SqlAsync($"insert into retention (project_id, tenant_id, signal, days) values ('{keeps.Id}', '{keeps.TenantId}', 'traces', 60), ('{keeps.Id}', '{keeps.TenantId}', 'infrastructure', 60)");
        foreach (var one in new[] { project, keeps })
        {
            await one.SendSpansAsync(new { trace_id = "old", span_id = "a", service_name = "web" });
            (await one.Key.PostAsync("/infrastructure/ingest", new { hostname = "silent" })).Ok();
        }

        server.Time.Advance(TimeSpan.FromDays(40));
        await project.SendSpansAsync(new { trace_id = "new", span_id = "a", service_name = "web" });
        (await project.Key.PostAsync("/infrastructure/ingest", new { hostname = "talks" })).Ok();
        // The job comes round by itself.
        await Wait.UntilAsync(async () => (await project.Viewer.GetAsync("/traces")).Ok().Joined("trace_id") == "new" && (long)(await server.SqlAsync($"select count(*) from hosts where project_id = '{project.Id}'"))! == 1);

        Assert.Equal("talks", (await project.Viewer.GetAsync("/infrastructure/hosts")).Ok().Joined("hostname"));
        Assert.Equal("old", (await keeps.Viewer.GetAsync("/traces")).Ok().Joined("trace_id"));
        Assert.Equal(0L, await server.SqlAsync($"select count(*) from trace_services where project_id = '{project.Id}' and trace_id = 'old'"));
    }
}
