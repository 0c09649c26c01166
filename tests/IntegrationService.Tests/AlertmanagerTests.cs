namespace SreCopilot.IntegrationService.Tests;

/// <summary>Alertmanager's webhooks: what becomes of alerts, groups and their repetitions.</summary>
public sealed class AlertmanagerTests(IntegrationServer server) : IClassFixture<IntegrationServer>
{
    [Fact]
    public async Task An_alert_becomes_an_incident_and_is_listed_with_all_that_was_sent()
    {
        var source = server.NewIntegration();

        var answer = await source.FireAsync("HighErrorRate");

        Assert.Equal((200, "success"), (answer.Code, answer.Text("status")));
        Assert.Equal(["fired"], answer.Outcomes);
        var incident = Assert.Single(answer.Incidents);
        var key = await server.KeyOfAsync(source);
        var report = Assert.Single(server.Incidents.ReportsOf("[CRITICAL] HighErrorRate on shop"), report => report.GetProperty("deduplication_key").GetString() == key);
        Assert.Equal(
            ("HighErrorRate is bad\n\nVery bad.\n\nPrometheus: http://prometheus/graph", "shop", "critical", "alertmanager"),
            (report.GetProperty("description").GetString(), report.GetProperty("service_name").GetString(), report.GetProperty("severity").GetString(), report.GetProperty("source").GetString()));

        var listed = (await source.Viewer.GetAsync(source.Alerts)).Body;
        var alert = Assert.Single(listed.EnumerateArray());
        Assert.Equal(
            [
                "id", "integration_id", "integration_name", "integration_type", "alert_name", "status", "status_display", "severity", "severity_display", "summary",
                "description", "labels", "annotations", "starts_at", "ends_at", "external_url", "fingerprint", "incident_id", "received_at", "last_received_at", "notices",
            ],
            alert.EnumerateObject().Select(field => field.Name));
        Assert.Equal("""{"alertname":"HighErrorRate","instance":"i-1","region":"eu","service":"shop","severity":"critical"}""", alert.GetProperty("labels").GetRawText());
        Assert.Equal(
            ("Production", "firing", "Firing", "Critical", "2026-03-01T10:00:00.123456Z", incident),
            (alert.GetProperty("integration_name").GetString(), alert.GetProperty("status").GetString(), alert.GetProperty("status_display").GetString(),
                alert.GetProperty("severity_display").GetString(), alert.GetProperty("starts_at").GetString(), alert.GetProperty("incident_id").GetGuid()));
    }

    [Fact]
    public async Task A_repeated_notice_adds_nothing()
    {
        var source = server.NewIntegration();
        var first = await source.FireAsync("Disk");

        var again = await source.FireAsync("Disk");
        await source.FireAsync("Disk");

        Assert.Equal(["repeated"], again.Outcomes);
        Assert.Equal(first.Incidents, again.Incidents);
        Assert.Single(await server.ReportsOfAsync(source));
        var alert = Assert.Single((await source.Viewer.GetAsync(source.Alerts)).Body.EnumerateArray());
        Assert.Equal(3, alert.GetProperty("notices").GetInt32());
    }

    [Fact]
    public async Task Alerts_of_a_group_are_one_incident_also_when_they_come_later()
    {
        var source = server.NewIntegration();

        var first = await source.FireAsync("A", "B");
        var second = await source.FireAsync("A", "B", "C");

        Assert.Equal(["fired", "fired"], first.Outcomes);
        Assert.Equal(["repeated", "repeated", "fired"], second.Outcomes);
        Assert.Equal(Assert.Single(first.Incidents), Assert.Single(second.Incidents));
        var alerts = await source.Viewer.GetAsync(source.Alerts);
        Assert.Equal(["A", "B", "C"], alerts.Each("alert_name").Order());
        Assert.Equal(first.Incidents[0].ToString(), Assert.Single(alerts.Each("incident_id").Distinct()));
    }

    [Fact]
    public async Task An_alert_that_comes_by_two_routes_is_one_alert_and_one_incident()
    {
        var source = server.NewIntegration();
        var alerts = new[] { TestIntegration.Alert("Routed") };

        var first = await source.SendAsync(TestIntegration.Alertmanager(alerts, "{}/{severity=\"critical\"}:{}"));
        var second = await source.SendAsync(TestIntegration.Alertmanager(alerts, "{}:{}"));

        Assert.Equal(["repeated"], second.Outcomes);
        Assert.Equal(first.Incidents, second.Incidents);
        Assert.Single(await server.ReportsOfAsync(source));
    }

    [Fact]
    public async Task Two_groups_are_two_incidents()
    {
        var source = server.NewIntegration();

        var first = await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("One")], "g1"));
        var second = await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("Two")], "g2"));

        Assert.NotEqual(first.Incidents, second.Incidents);
    }

    [Fact]
    public async Task A_group_that_gets_worse_raises_its_incident_and_a_milder_alert_does_not_lower_it()
    {
        var source = server.NewIntegration();
        await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("Warm", severity: "warning")]));
        await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("Hot", severity: "critical")]));
        await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("Mild", severity: "info")]));

        Assert.Equal(
            [("medium", false), ("critical", true), ("critical", false)],
            (await server.ReportsOfAsync(source)).Select(report => (report.GetProperty("severity").GetString(), report.GetProperty("raise_severity").GetBoolean())));
    }

    [Fact]
    public async Task A_bad_alert_does_not_lose_the_good_ones()
    {
        var source = server.NewIntegration();
        object[] alerts =
        [
            TestIntegration.Alert("Good"), 7, new { status = "firing", labels = new { severity = "critical" } }, new { status = "burning", labels = new { alertname = "Odd" } },
            new { status = "firing", labels = new { alertname = "Bare" } },
        ];

        var answer = await source.SendAsync(TestIntegration.Alertmanager(alerts));

        Assert.Equal((200, "partial"), (answer.Code, answer.Text("status")));
        Assert.Equal(["fired", "rejected", "rejected", "rejected", "fired"], answer.Outcomes);
        Assert.Equal(["Bare", "Good"], (await source.Viewer.GetAsync(source.Alerts)).Each("alert_name").Order());
        Assert.All(answer["results"].EnumerateArray().Where(result => result.GetProperty("outcome").GetString() == "rejected"), result => Assert.NotEmpty(result.GetProperty("detail").GetString()!));
    }

    [Theory]
    [InlineData("critical", "critical")]
    [InlineData("FATAL", "critical")]
    [InlineData("Error", "high")]
    [InlineData("warn", "medium")]
    [InlineData("whatever", "low")]
    [InlineData("page", "high")]
    public async Task Severities_are_mapped_by_the_integration_and_else_by_the_contract(string word, string expected)
    {
        var source = server.NewIntegration();
        source.Settings = new { severity_map = new { Page = "high", whatever = "terrible" } };

        await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("S", severity: word)]));

        Assert.Equal(expected, Assert.Single(await server.ReportsOfAsync(source)).GetProperty("severity").GetString());
    }

    [Fact]
    public async Task Texts_that_are_too_long_or_unprintable_are_cut_and_cleaned()
    {
        var source = server.NewIntegration();
        var monster = string.Concat(Enumerable.Repeat("\U0001F525\u0000\u0007x", 4000));

        var answer = await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert(monster, service: monster, severity: monster)]));

        Assert.Equal(["fired"], answer.Outcomes);
        var report = Assert.Single(await server.ReportsOfAsync(source));
        Assert.InRange(report.GetProperty("title").GetString()!.Length, 1, 200);
        Assert.InRange(report.GetProperty("service_name").GetString()!.Length, 1, 100);
        Assert.InRange(report.GetProperty("description").GetString()!.Length, 1, 5000);
        Assert.DoesNotContain(report.GetProperty("title").GetString()!, char.IsControl);
    }

    [Fact]
    public async Task Firing_and_resolving_are_told_live_once_each_and_in_order()
    {
        var source = server.NewIntegration();
        await source.FireAsync("Live");
        await source.FireAsync("Live");
        await source.ResolveAsync("Live");
        await source.ResolveAsync("Live");

        await Wait.UntilAsync(async () => (await server.EventsAsync(source.ProjectId)).Count >= 2);
        var events = await server.EventsAsync(source.ProjectId);
        Assert.Equal(["alert.fired", "alert.resolved"], events.Select(entry => entry.Type));
        Assert.Equal(("firing", "resolved"), (events[0].Data.GetProperty("status").GetString(), events[1].Data.GetProperty("status").GetString()));
        Assert.Equal("2026-03-01T10:10:00Z", events[1].Data.GetProperty("ends_at").GetString());
    }

    [Fact]
    public async Task A_resolved_alert_that_nobody_knew_is_ignored()
    {
        var source = server.NewIntegration();

        var answer = await source.ResolveAsync("Never");

        Assert.Equal(["ignored"], answer.Outcomes);
        Assert.Empty(answer.Incidents);
        Assert.Empty(await server.ReportsOfAsync(source));
    }

    [Fact]
    public async Task A_new_alert_after_somebody_resolved_the_incident_by_hand_is_a_new_incident()
    {
        var source = server.NewIntegration();
        var first = await source.FireAsync("Manual");
        server.Incidents.Resolve(await server.KeyOfAsync(source));

        var repeated = await source.FireAsync("Manual");
        var another = await source.FireAsync("Manual", "Another");

        Assert.Equal(first.Incidents, repeated.Incidents);
        Assert.NotEqual(first.Incidents, another.Incidents);
    }
}
