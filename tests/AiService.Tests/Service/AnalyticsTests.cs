namespace SreCopilot.AiService.Tests.Service;

/// <summary>Anomalies, correlations, dashboards and usage, as the contract has them and per project.</summary>
public sealed class AnalyticsTests(AiServer server) : IClassFixture<AiServer>
{
    private static readonly string[] Symptoms = ["times out", "Charging"];
    private static readonly string[] Queries = ["rate(http_5xx[5m])"];
    private static readonly string[] Cpu = ["cpu_usage"];

    private static object[] Points(params double[] values) => [.. values.Select((value, place) => new { timestamp = $"t{place}", value })];

    [Fact]
    public async Task An_anomaly_is_found_by_its_neighbours_and_active_for_its_project_alone()
    {
        var project = server.NewProject();

        var answer = await project.Engineer.PostAsync("/anomaly/detect", new { metric_name = "latency", service_name = "api", data_points = Points(10, 11, 10, 90, 10, 11, 10), sensitivity = 3 });

        var found = Assert.Single(answer["anomalies"].EnumerateArray());
        // Neighbours 11, 10, 10, 11: mean 10.5, sample deviation 0.5774.
        Assert.Equal(("t3", 90, 10.5, 0.5774, 137.7, "critical"), (
            found.GetProperty("timestamp").GetString(), found.GetProperty("value").GetDouble(), found.GetProperty("expected").GetDouble(), found.GetProperty("deviation").GetDouble(),
            found.GetProperty("z_score").GetDouble(), found.GetProperty("severity").GetString()));
        Assert.Equal((7, 1, 14.29), (answer["summary"].GetProperty("total_points").GetInt32(), answer["summary"].GetProperty("anomaly_count").GetInt32(), answer["summary"].GetProperty("anomaly_rate").GetDouble()));
        Assert.Equal("latency", (await project.Viewer.GetAsync("/anomaly/active"))["anomalies"][0].GetProperty("metric_name").GetString());
        Assert.Equal(0, (await project.Neighbour().Viewer.GetAsync("/anomaly/active")).Number("count"));
    }

    [Fact]
    public async Task In_a_batch_critical_series_come_first()
    {
        var answer = await server.NewProject().Engineer.PostAsync("/anomaly/detect-batch", new
        {
            sensitivity = 3,
            series = new[]
            {
                new { metric_name = "quiet", data_points = Points(1, 1, 1, 1) },
                new { metric_name = "warned", data_points = Points(10, 12, 10, 14.8, 10, 12, 10) },
                new { metric_name = "broken", data_points = Points(10, 11, 10, 90, 10, 11, 10) },
            },
        });

        Assert.Equal((3, "broken,warned", "critical,warning"), (answer.Number("series_scanned"),
            string.Join(',', answer["results"].EnumerateArray().Select(one => one.GetProperty("metric_name").GetString())), string.Join(',', answer["results"].EnumerateArray().Select(one => one.GetProperty("max_severity").GetString()))));
    }

    [Fact]
    public async Task Of_reported_anomalies_the_newest_twenty_are_active_and_keep_their_fields()
    {
        var project = server.NewProject();
        foreach (var place in Enumerable.Range(0, 25))
        {
            Assert.Equal(1, (await project.Service.PostAsync("/anomaly/report", new[] { new { metric_name = $"m{place}", extra = place, id = "mine" } })).Number("stored"));
            server.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var active = (await project.Viewer.GetAsync("/anomaly/active"))["anomalies"].EnumerateArray().ToList();

        Assert.Equal((20, "m24", 24), (active.Count, active[0].GetProperty("metric_name").GetString(), active[0].GetProperty("extra").GetInt32()));
        Assert.All(active, one => Assert.StartsWith("anom-", one.GetProperty("id").GetString(), StringComparison.Ordinal));
        Assert.Equal("active", active[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Incidents_near_in_time_of_services_that_call_each_other_are_a_group()
    {
        var project = server.NewProject();
        var now = server.Time.GetUtcNow();
        var (payments, checkout, other) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        server.Platform.Answer(project, "/incidents", new
        {
            total = 3,
            items = new[]
            {
                Incident(checkout, "Orders fail with timeouts", "checkout", now), Incident(payments, "Charging times out", "payments", now.AddMinutes(-2)), Incident(other, "Disk full", "backup", now.AddDays(-2)),
            },
        });

        var groups = await project.Viewer.GetAsync("/correlation/groups");
        var related = await project.Engineer.PostAsync("/correlation/analyze", new { incident_id = checkout, service_name = "checkout", severity = "high", detected_at = now, symptoms = Symptoms });

        var group = Assert.Single(groups["groups"].EnumerateArray());
        Assert.Equal([payments, checkout], group.GetProperty("incidents").EnumerateArray().Select(one => one.GetProperty("id").GetGuid()));
        Assert.Contains("payments", group.GetProperty("root_cause_suggestion").GetString(), StringComparison.Ordinal);
        var best = related["correlated_incidents"][0];
        // 0.4 * (1 - 0.5 * 2/30) + 0.3 + 2 * 0.2
        Assert.Equal((payments, "time_proximity+dependency+matching_symptoms", 1.0), (best.GetProperty("incident_id").GetGuid(), best.GetProperty("correlation_type").GetString(), best.GetProperty("correlation_score").GetDouble()));
    }

    [Fact]
    public async Task Alerts_are_matched_with_incidents_as_in_the_contract()
    {
        var answer = await server.NewProject().Viewer.PostAsync("/correlation/alert-incident", new
        {
            alerts = new[] { new { title = "HighLatency", labels = new { service = "checkout" }, state = "firing" } },
            incidents = new[] { new { id = "1", title = "HighLatency of checkout", service_name = "checkout-api", state = "detected" }, new { id = "2", title = "Disk full", service_name = "backup", state = "resolved" } },
        });

        var match = Assert.Single(answer["correlations"][0].GetProperty("matched_incidents").EnumerateArray());
        Assert.Equal(("1", 1.0, "same_service,title_match,active_both"), (
            match.GetProperty("incident_id").GetString(), match.GetProperty("correlation_score").GetDouble(), string.Join(',', match.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()))));
    }

    [Fact]
    public async Task A_dashboard_is_judged_by_rules_and_the_judgement_kept()
    {
        var project = server.NewProject();
        var answer = await project.Viewer.PostAsync("/analyze-dashboard", new
        {
            dashboard_title = "API",
            panels = new[] { new { title = "Errors", type = "graph", queries = Queries, has_alert = false }, new { title = "CPU", type = "graph", queries = Cpu, has_alert = false } },
            alerts = new[] { new { name = "Down", state = "alerting" } },
        });

        Assert.Equal(["critical", "warning", "info", "info"], answer["insights"].EnumerateArray().Select(one => one.GetProperty("severity").GetString()));
        Assert.Equal("API", (await project.Viewer.GetAsync("/dashboard-analyses")).Body[0].GetProperty("dashboard_title").GetString());
        Assert.Equal(0, (await project.Neighbour().Viewer.GetAsync("/dashboard-analyses")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Without_a_model_there_is_no_usage_and_days_are_checked()
    {
        var project = server.NewProject();

        Assert.Equal(0, (await project.Viewer.GetAsync("/analytics/token-usage")).Number("total_requests"));
        Assert.Equal(7, (await project.Viewer.GetAsync("/analytics/cost-summary")).Number("time_period_days"));
        Assert.Equal(400, (await project.Viewer.GetAsync("/analytics/token-usage?start_date=yesterday")).Code);
        Assert.Equal(400, (await project.Viewer.GetAsync("/analytics/cost-summary?days=99999999999")).Code);
        Assert.Equal(404, (await project.Viewer.GetAsync($"/analytics/incident-metrics/{Guid.NewGuid()}")).Code);
        Assert.Equal(404, (await project.Viewer.GetAsync($"/analytics/token-usage?incident_id={Guid.NewGuid()}")).Code);
    }

    private static object Incident(Guid id, string title, string service, DateTimeOffset detected) => new { id, title, description = "", service_name = service, state = "detected", severity = "high", detected_at = detected };
}
