using System.Text.Json;

namespace SreCopilot.SyntheticService.Tests;

/// <summary>Uptime from real checks only, and how long results are kept.</summary>
public sealed class SlaTests(SyntheticServer server) : IClassFixture<SyntheticServer>
{
    [Fact]
    public async Task Without_checks_nothing_is_known()
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "Home", type = "api_test", url = "https://shop.example/", frequency_seconds = 60, enabled = false, sla_target = 99.9 });

        Assert.Equal(
            $$"""{"monitor_id":"{{id}}","monitor_name":"Home","uptime_percent":null,"avg_response_time_ms":null,"p95_response_time_ms":null,"total_checks":0,"failures":0,"period_hours":24,"sla_target":99.9,"sla_met":null}""",
            (await project.Viewer.GetAsync($"/monitors/{id}/sla")).Body.GetRawText());
    }

    [Fact]
    public async Task Uptime_is_what_the_checks_of_the_period_found()
    {
        var status = 200;
        await using var target = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "Home", type = "api_test", url = target.Address, frequency_seconds = 3600, retries = 0, sla_target = 60 });
        foreach (var next in new[] { 200, 500, 200, 200 })
        {
            status = next;
            await server.CheckAsync(project, id);
        }

        var all = await project.Viewer.GetAsync($"/monitors/{id}/sla?period_hours=168");
        Assert.Equal((4, 1, 75.0, true), (all.Number("total_checks"), all.Number("failures"), all["uptime_percent"].GetDouble(), all["sla_met"].GetBoolean()));
        Assert.True(all["avg_response_time_ms"].GetDouble() >= 0);
        Assert.Equal(1, (await project.Viewer.GetAsync($"/monitors/{id}/sla?period_hours=1")).Number("total_checks"));
        Assert.Equal(all.Body.ToString(), (await project.Viewer.GetAsync("/sla?period_hours=168")).Body[0].ToString());
        Assert.Equal(400, (await project.Viewer.GetAsync($"/monitors/{id}/sla?period_hours=0")).Code);

        var page = await project.Viewer.GetAsync($"/monitors/{id}/results?limit=3&page=2");
        Assert.Equal((4, 2, 1), (page.Number("total"), page.Number("pages"), page["items"].GetArrayLength()));
    }

    [Fact]
    public async Task Percentiles_and_rounding_are_right()
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "Home", type = "api_test", url = "https://shop.example/", frequency_seconds = 60, enabled = false, sla_target = 100 });
        await server.SqlAsync($"""
            insert into results (id, monitor_id, project_id, tenant_id, started_at, scheduled_for, success, counted, response_time_ms, assertions_passed, assertions_total, attempts)
            select gen_random_uuid(), '{id}', '{project.Id}', '{project.TenantId}', '{server.Time.GetUtcNow():O}'::timestamptz - n * interval '1 millisecond',
              '{server.Time.GetUtcNow():O}'::timestamptz - n * interval '1 millisecond', n > 1, true, n, 0, 0, 1 from generate_series(1, 100001) n
            """);

        var sla = await project.Viewer.GetAsync($"/monitors/{id}/sla");

        Assert.Equal((99.99, false, 1), (sla["uptime_percent"].GetDouble(), sla["sla_met"].GetBoolean(), sla.Number("failures")));
        Assert.Equal((50001.5, 95001.0), (sla["avg_response_time_ms"].GetDouble(), sla["p95_response_time_ms"].GetDouble()));
    }

    [Fact]
    public async Task Checks_that_found_nothing_out_do_not_count()
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new
        {
            name = "n", type = "api_test", url = "https://shop.example/", frequency_seconds = 60, headers = new { A = "b" },
        });
        await server.SqlAsync($"update monitors set headers_encrypted = 'v1.00000000.AAAA' where id = '{id}'");

        var result = await server.CheckAsync(project, id);

        Assert.Equal(("configuration", false), (result.Text("failure"), result.GetProperty("counted").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, (await project.Viewer.GetAsync($"/monitors/{id}/sla"))["uptime_percent"].ValueKind);
        Assert.Equal("unknown", (await project.Viewer.GetAsync($"/monitors/{id}")).Text("status"));
        await project.Engineer.DeleteAsync($"/monitors/{id}");
    }

    [Fact]
    public async Task Results_are_removed_after_ninety_days()
    {
        var project = server.NewProject();
        var id = await project.AddMonitorAsync(new { name = "n", type = "api_test", url = "https://nobody.invalid/", frequency_seconds = 86400, enabled = false });
        await project.Engineer.PostAsync($"/monitors/{id}/run", new { });
        server.Time.Advance(TimeSpan.FromDays(89));
        await project.Engineer.PostAsync($"/monitors/{id}/run", new { });
        Assert.Equal(2, (await project.Viewer.GetAsync($"/monitors/{id}/results")).Number("total"));

        server.Time.Advance(TimeSpan.FromDays(2));

        await Wait.UntilAsync(async () => (await project.Viewer.GetAsync($"/monitors/{id}/results")).Number("total") == 1);
    }
}
