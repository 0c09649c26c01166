namespace SreCopilot.MetricsCollectorService.Tests.Slos;

public sealed class SloTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task Without_transactions_nothing_went_wrong_and_it_says_so()
    {
        var project = server.NewProject();

        var slo = (await project.Engineer.PostAsync("/slos", new { name = "Checkout", service_name = "web", sli_type = "availability", target_percentage = 99.9, description = "[promql:up]" })).Ok();

        Assert.Equal(
            ("Checkout", "web", "availability", "[promql:up]", "no_data"),
            (slo.Text("name"), slo.Text("service_name"), slo.Text("sli_type"), slo.Text("description"), slo.Text("status")));
        Assert.Equal((99.9, 30, 100, 100, 0), (slo.Double("target_percentage"), slo.Double("time_window_days"), slo.Double("current_compliance"), slo.Double("error_budget_remaining"), slo.Double("burn_rate")));
    }

    [Fact]
    public async Task Compliance_budget_and_burn_rate_come_from_the_transactions_of_the_window()
    {
        var project = server.NewProject();
        // Ten days ago: 8 good, 1 failed, 1 that a client got wrong; 2 of them slow.
        for (var n = 0; n < 10; n++)
        {
            await project.SendTransactionAsync("shop", n < 2 ? 800 : 100, n switch { 0 => 503, 1 => 404, _ => 200 }, "2026-02-19T10:00:00Z");
        }

        // Now: 10, of which 1 failed.
        for (var n = 0; n < 10; n++)
        {
            await project.SendTransactionAsync("shop", 100, n == 0 ? 500 : 200);
        }

        var availability = await CreateAsync("availability", 80, 30);
        var correctness = await CreateAsync("correctness", 80, 30);
        var latency = await CreateAsync("latency", 95, 30);
        var slower = await CreateAsync("latency", 95, 30, 1000);
        var week = await CreateAsync("availability", 95, 7);

        // 2 of 20 failed; allowed were 4. The last hour: 1 of 10, half as many as allowed.
        Assert.Equal("90 50 0.5 met 20 2", Show(availability));
        // 3 of 20.
        Assert.Equal("85 25 0.5 met 20 3", Show(correctness));
        // 2 of 20 slow; allowed was 1.
        Assert.Equal("90 0 0 breached 20 2", Show(latency));
        Assert.Equal("100 100 0 met 20 0", Show(slower));
        // 1 of 10 in the last 7 days; allowed was half of one.
        Assert.Equal("90 0 2 breached 10 1", Show(week));
        Assert.Equal(5, (await project.Viewer.GetAsync("/slos")).Ok().Length);

        async Task<Answer> CreateAsync(string type, double target, int days, double? threshold = null) => (await project.Engineer.PostAsync(
            "/slos", new { name = type, service_name = "shop", sli_type = type, target_percentage = target, time_window_days = days, threshold_ms = threshold })).Ok();
    }

    [Fact]
    public async Task A_change_counts_at_once()
    {
        var project = server.NewProject();
        for (var n = 0; n < 10; n++)
        {
            await project.SendTransactionAsync("api", 100, n == 0 ? 500 : 200);
        }

        var id = (await project.Engineer.PostAsync("/slos", new { name = "A", service = "api", sli_type = "availability" })).Ok().Text("slo_id");
        Assert.Equal("90 0 1000 breached 10 1", Show(await project.Viewer.GetAsync($"/slos/{id}")));

        var changed = (await project.Engineer.PutAsync($"/slos/{id}", new { target_percentage = 88, name = "B", sli_type = "latency", service_name = "other" })).Ok();

        Assert.Equal(("B", "availability", "api"), (changed.Text("name"), changed.Text("sli_type"), changed.Text("service_name")));
        Assert.Equal("90 16.67 0.8333 at_risk 10 1", Show(changed));
        Assert.Equal("deleted", (await project.Engineer.DeleteAsync($"/slos/{id}")).Ok().Text("status"));
        Assert.Equal(404, (await project.Viewer.GetAsync($"/slos/{id}")).Code);
        Assert.Equal(404, (await project.Engineer.PutAsync($"/slos/{id}", new { })).Code);
        Assert.Equal(404, (await project.Engineer.DeleteAsync($"/slos/{id}")).Code);
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "Required: service_name, sli_type")]
    [InlineData("""{"name":"x","service_name":"s","sli_type":"speed"}""", "sli_type: must be one of")]
    [InlineData("""{"name":"x","service_name":"s","sli_type":"latency","target_percentage":0}""", "target_percentage: must be above 0")]
    [InlineData("""{"name":"x","service_name":"s","sli_type":"latency","target_percentage":"high"}""", "target_percentage: must be a number")]
    [InlineData("""{"name":"x","service_name":"s","sli_type":"latency","time_window_days":1.5}""", "time_window_days: must be a whole number")]
    [InlineData("""{"name":"x","service_name":"s","sli_type":"latency","threshold_ms":-1}""", "threshold_ms: must be above 0")]
    public async Task What_is_wrong_is_named(string body, string detail)
    {
        var answer = await server.NewProject().Engineer.SendAsync(HttpMethod.Post, "/slos", body);

        Assert.Equal(400, answer.Code);
        Assert.StartsWith(detail, answer.Detail, StringComparison.Ordinal);
    }

    private static string Show(Answer slo) => FormattableString.Invariant(
        $"{slo.Ok().Double("current_compliance")} {slo.Double("error_budget_remaining")} {slo.Double("burn_rate")} {slo.Text("status")} {slo.Double("total_events")} {slo.Double("bad_events")}");
}
