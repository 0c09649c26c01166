namespace SreCopilot.MetricsCollectorService.Tests.Services;

public sealed class ServiceTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task The_figures_of_a_service_are_about_the_time_that_they_name()
    {
        var project = server.NewProject();
        // 10:20 to 10:20:30, of the last hour: 50, 100 ... 500 ms, one failed, one that a client got wrong, one very slow.
        for (var n = 1; n <= 10; n++)
        {
            await project.SendTransactionAsync("billing-api", n == 10 ? 2000 : n * 50, n switch { 1 => 500, 2 => 404, _ => 200 });
        }

        // Yesterday.
        await project.SendTransactionAsync("billing-api", 10_000, 500, "2026-02-28T09:00:00Z");

        var overview = (await project.Viewer.GetAsync("/metrics/services/billing-api/overview")).Ok();
        Assert.Equal("billing-api 10 425 20 10 0.9 2000", overview.Body.Show("service_name", "total_transactions", "avg_response_time_ms", "error_rate_percent", "failure_rate_percent", "apdex", "max_ms"));
        Assert.Equal(("2026-03-01T09:20:00Z", "2026-03-01T10:21:00Z"), (overview.Text("time_from"), overview.Text("time_to")));
        Assert.Equal(Math.Round(10 / 61.0, 2), overview.Double("throughput_rpm"));
        Assert.InRange(overview.Double("p50_ms"), 200, 300);
        Assert.InRange(overview.Double("p99_ms"), 1800, 2000);

        var week = (await project.Viewer.GetAsync("/metrics/services/billing-api/overview?window=7d")).Ok();
        Assert.Equal((11, 10_000), (week.Double("total_transactions"), week.Double("max_ms")));
        Assert.Equal(404, (await project.Viewer.GetAsync("/metrics/services/nobody/overview")).Code);
        var idle = (await project.Viewer.GetAsync("/metrics/services/billing-api/overview?time_from=2026-02-01&time_to=2026-02-02")).Ok();
        Assert.Equal((0, 1, 0), (idle.Double("total_transactions"), idle.Double("apdex"), idle.Double("avg_response_time_ms")));
    }

    [Fact]
    public async Task The_overview_has_a_line_for_every_service_with_transactions()
    {
        var project = server.NewProject();
        await project.SendTransactionAsync("web", 100, time: "2026-03-01T09:21:00Z");
        await project.SendTransactionAsync("web", 300, 500, "2026-03-01T10:20:00Z");
        await project.SendTransactionAsync("idle", 100, time: "2026-02-28T10:00:00Z");
        await project.SendSpansAsync(new { trace_id = "t", span_id = "a", parent_span_id = "x", service_name = "no-transactions", kind = "internal" });

        var lines = (await project.Viewer.GetAsync("/metrics/services-overview")).Ok();

        Assert.Equal("idle,web", lines.Joined("name"));
        Assert.Equal("200 50 2 [100,0,0,0,0,0,300]", $"{lines[1].GetProperty("avgResponseTime")} {lines[1].GetProperty("errorRate")} {lines[1].GetProperty("transactions")} {lines[1].GetProperty("sparkline").GetRawText()}");
        Assert.Equal("0 0 0", $"{lines[0].GetProperty("throughput")} {lines[0].GetProperty("errorRate")} {lines[0].GetProperty("avgResponseTime")}");
    }

    [Fact]
    public async Task Transactions_are_listed_with_exact_percentiles()
    {
        var project = server.NewProject();
        for (var n = 1; n <= 5; n++)
        {
            await project.SendTransactionAsync("web", n * 100, n == 5 ? 404 : 200, $"2026-03-01T10:0{n}:00Z", $"/items/{n}");
        }

        var page = (await project.Viewer.GetAsync("/metrics/services/web/transactions?limit=2")).Ok();

        Assert.Equal((300, 480, 496, 5), (page.Double("p50_ms"), page.Double("p95_ms"), page.Double("p99_ms"), page.Double("total_count")));
        Assert.Equal(["/items/5 POST 404 500 False 2026-03-01T10:05:00Z", "/items/4 POST 200 400 False 2026-03-01T10:04:00Z"], page["transactions"].EnumerateArray().Select(one =>
            one.Show("endpoint", "method", "status_code", "duration_ms", "error", "timestamp")));
        Assert.Equal(1, (await project.Viewer.GetAsync("/metrics/services/web/transactions?time_from=2026-03-01T10:02:00Z&time_to=2026-03-01T10:03:00Z")).Ok().Double("total_count"));
        Assert.Equal("500,400", (await project.Viewer.GetAsync("/metrics/services/web/slow-transactions?min_duration_ms=400")).Ok().Joined("duration_ms"));
        Assert.Equal(0, (await project.Viewer.GetAsync("/metrics/services/web/slow-transactions?min_duration_ms=9000")).Ok().Length);
        Assert.Equal(404, (await project.Viewer.GetAsync("/metrics/services/nobody/slow-transactions")).Code);
        Assert.Equal(400, (await project.Viewer.GetAsync("/metrics/services/web/transactions?limit=201")).Code);
    }

    [Fact]
    public async Task Endpoints_are_those_of_all_ids_together()
    {
        var project = server.NewProject();
        await project.SendTransactionAsync("web", 100, path: "/users/1/orders/7f1de0aa?page=2");
        await project.SendTransactionAsync("web", 300, 500, path: "/users/22/orders/c0ffee00");
        await project.SendTransactionAsync("web", 50, path: "/health");

        var endpoints = (await project.Viewer.GetAsync("/metrics/services/web/endpoints")).Ok();

        Assert.Equal("/users/{id}/orders/{id},/health", endpoints.Joined("endpoint"));
        Assert.Equal("POST 2 200 50 400", endpoints[0].Show("method", "count", "avg_ms", "error_rate_percent", "total_ms"));
    }

    [Fact]
    public async Task A_series_has_a_point_for_every_step()
    {
        var project = server.NewProject();
        await project.SendTransactionAsync("web", 100, time: "2026-03-01T10:00:10Z");
        await project.SendTransactionAsync("web", 300, 500, "2026-03-01T10:00:50Z");
        await project.SendTransactionAsync("web", 700, time: "2026-03-01T10:09:00Z");

        var series = (await project.Viewer.GetAsync("/metrics/services/web/series?time_from=2026-03-01T10:00:00Z&time_to=2026-03-01T10:10:00Z&points=10")).Ok();

        Assert.Equal("2,0,0,0,0,0,0,0,0,1", series.Joined("count"));
        Assert.Equal("200 50 2 2026-03-01T10:00:00Z", series[0].Show("avg_ms", "error_rate_percent", "throughput_rpm", "timestamp"));
    }

    [Fact]
    public async Task Waiting_is_told_apart()
    {
        var project = server.NewProject();
        await project.SendSpansAsync(
            new { trace_id = "w", span_id = "a", service_name = "web", kind = "server", duration_ms = 100 },
            new { trace_id = "w", span_id = "b", parent_span_id = "a", service_name = "web", kind = "internal", duration_ms = 90 },
            new { trace_id = "w", span_id = "c", parent_span_id = "b", service_name = "web", kind = "client", duration_ms = 30, attributes = new Dictionary<string, object> { ["db.system"] = "postgresql" } },
            new { trace_id = "w", span_id = "d", parent_span_id = "a", service_name = "web", kind = "client", duration_ms = 20 });
        await project.SendTransactionAsync("quick", 1);

        Assert.Equal("""{"service_name":"web","query_count":1,"avg_query_time_ms":30,"total_db_time_ms":30,"p95_db_time_ms":30}""", (await project.Viewer.GetAsync("/metrics/services/web/database-queries")).Ok().Body.ToString());
        Assert.Equal("""{"service_name":"web","call_count":1,"avg_external_time_ms":20,"total_external_time_ms":20,"p95_external_time_ms":20}""", (await project.Viewer.GetAsync("/metrics/services/web/external-services")).Ok().Body.ToString());
        Assert.Equal(0, (await project.Viewer.GetAsync("/metrics/services/quick/database-queries")).Ok().Double("query_count"));
        Assert.Equal(404, (await project.Viewer.GetAsync("/metrics/services/nobody/external-services")).Code);
    }

    [Fact]
    public async Task Every_signal_registers_its_service()
    {
        var project = server.NewProject();
        Assert.Equal("[]", (await project.Viewer.GetAsync("/services/registry")).Ok().Body.ToString());
        await project.SendErrorAsync("boom", "from-errors");
        await project.SendSpansAsync(new { trace_id = "t", span_id = "a", service_name = "from-traces" });
        (await project.Key.PostAsync("/browser/ingest", new { app_name = "from-browsers" })).Ok();
        (await project.Service.PostAsync("/internal/services", new { services = new[] { new { service_name = "from-logs", source = "agent", service_type = "worker" } } })).Ok();

        var registry = (await project.Viewer.GetAsync("/services/registry")).Ok();

        Assert.Equal("from-browsers frontend sdk,from-errors backend sdk,from-logs worker agent,from-traces backend sdk", string.Join(',', registry.Body.EnumerateArray().Select(one =>
            $"{one.GetProperty("service_name")} {one.GetProperty("service_type")} {one.GetProperty("source")}")));
        Assert.Equal("2026-03-01T10:20:30Z", registry[0].GetProperty("last_seen").GetString());
        Assert.Equal("""["from-browsers","from-errors","from-logs","from-traces"]""", (await project.Viewer.GetAsync("/metrics/services")).Ok().Body.ToString());
        Assert.Equal(400, (await project.Service.PostAsync("/internal/services", new { services = new[] { new { service_name = "" } } })).Code);
    }
}
