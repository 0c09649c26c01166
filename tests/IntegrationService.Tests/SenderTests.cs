using System.Text.Json;

namespace SreCopilot.IntegrationService.Tests;

/// <summary>What other senders than Alertmanager send.</summary>
public sealed class SenderTests(IntegrationServer server) : IClassFixture<IntegrationServer>
{
    [Fact]
    public async Task Prometheus_itself_is_understood_and_ends_alerts_by_their_end()
    {
        var source = server.NewIntegration("prometheus");
        var now = server.Time.GetUtcNow();
        object Alert(DateTimeOffset end) => new[]
        {
            new
            {
                labels = new { alertname = "Down", severity = "warning", job = "node" }, annotations = new { summary = "Node is down" },
                startsAt = now, endsAt = end, generatorURL = "http://p/graph",
            },
        };

        var fired = await source.SendAsync(Alert(now.AddMinutes(4)), suffix: "/api/v2/alerts");
        var over = await source.SendAsync(Alert(now.AddSeconds(-1)), suffix: "/api/v2/alerts");

        Assert.Equal((200, "fired", "resolved"), (fired.Code, fired.Outcomes.Single(), over.Outcomes.Single()));
        var report = Assert.Single(await server.ReportsOfAsync(source));
        Assert.Equal(("[WARNING] Down on node", "medium", "prometheus"), (Text(report, "title"), Text(report, "severity"), Text(report, "source")));
    }

    [Fact]
    public async Task A_prometheus_integration_takes_what_an_Alertmanager_sends()
    {
        var source = server.NewIntegration("prometheus");

        var answer = await source.SendAsync(TestIntegration.Alertmanager([TestIntegration.Alert("X")]), [("X-Webhook-Secret", source.Secret)], path: $"/webhooks/alertmanager/{source.Id}");

        Assert.Equal(["fired"], answer.Outcomes);
    }

    [Fact]
    public async Task Unified_alerting_of_Grafana()
    {
        var source = server.NewIntegration("grafana");
        object Body(string status) => new
        {
            receiver = "webhook",
            status,
            orgId = 1,
            title = "[FIRING:1]",
            state = "alerting",
            message = "m",
            groupKey = "{}:{alertname=\"CPU\"}",
            version = "1",
            alerts = new[]
            {
                new
                {
                    status, labels = new { alertname = "CPU", grafana_folder = "Infra" }, annotations = new { summary = "CPU is high" },
                    startsAt = "2026-03-01T10:00:00Z", endsAt = "0001-01-01T00:00:00Z", fingerprint = "abc", dashboardURL = "http://g/d/1", panelURL = "http://g/d/1?viewPanel=2",
                    values = new { A = 97.5 }, generatorURL = (string?)null,
                },
            },
        };

        var fired = await source.SendAsync(Body("firing"));
        var over = await source.SendAsync(Body("resolved"));

        Assert.Equal(("fired", "resolved"), (fired.Outcomes.Single(), over.Outcomes.Single()));
        var report = Assert.Single(await server.ReportsOfAsync(source));
        Assert.Equal(("[MEDIUM] CPU on grafana-monitored-service", "medium"), (Text(report, "title"), Text(report, "severity")));
        var alert = (await source.Viewer.GetAsync(source.Alerts)).Body[0];
        Assert.Equal(("http://g/d/1?viewPanel=2", "abc"), (Text(alert, "external_url"), Text(alert, "fingerprint")));
    }

    [Fact]
    public async Task The_earlier_systems_Grafana_shape()
    {
        var source = server.NewIntegration("grafana");

        var answer = await source.SendAsync(new
        {
            title = "Board",
            state = "alerting",
            message = "top",
            dashboardId = 3,
            panelId = 7,
            alerts = new object[] { new { uid = "u1", title = "CPU", state = "alerting" }, new { uid = "u2", title = "Fine", state = "ok" }, new { uid = "u3", state = "alerting" } },
        });

        Assert.Equal(["fired", "ignored", "rejected"], answer.Outcomes);
        var report = Assert.Single(await server.ReportsOfAsync(source));
        Assert.Equal(
            ("[GRAFANA] CPU", "top\n\nGrafana: http://monitoring.example:3000/d/3?panelId=7", "grafana-monitored-service", "medium"),
            (Text(report, "title"), Text(report, "description"), Text(report, "service_name"), Text(report, "severity")));
    }

    [Fact]
    public async Task Grafana_before_unified_alerting()
    {
        var source = server.NewIntegration("grafana");
        object Body(string state) => new { ruleId = 5, ruleName = "Slow", ruleUrl = "http://g/r", state, message = "It is slow", title = "[Alerting] Slow", evalMatches = Array.Empty<object>() };

        Assert.Equal(["fired"], (await source.SendAsync(Body("alerting"))).Outcomes);
        Assert.Equal(["resolved"], (await source.SendAsync(Body("ok"))).Outcomes);
    }

    [Fact]
    public async Task Generic_JSON_without_a_mapping()
    {
        var source = server.NewIntegration("generic");

        var one = await source.SendAsync("""{"title":"Disk full","severity":"critical","service":"db","fingerprint":"disk-1","description":"97 %","url":"https://x","startsAt":1772360430}""");
        var list = await source.SendAsync("""[{"title":"Disk full","fingerprint":"disk-1","status":"OK"},{"title":"Other"},{}]""");

        Assert.Equal(["fired"], one.Outcomes);
        Assert.Equal(["resolved", "fired", "rejected"], list.Outcomes);
        var reports = await server.ReportsOfAsync(source);
        Assert.Equal(
            [("Disk full", "critical", "db", "97 %\n\nhttps://x"), ("Other", "medium", "unknown", "")],
            reports.Select(report => (Text(report, "title"), Text(report, "severity"), Text(report, "service_name"), Text(report, "description"))));
        Assert.Equal(["Other", "Disk full"], (await source.Viewer.GetAsync(source.Alerts)).Each("alert_name").OrderDescending());
    }

    [Fact]
    public async Task Generic_JSON_with_a_mapping_and_a_group()
    {
        var source = server.NewIntegration("generic");
        source.Settings = new
        {
            severity_map = new { P1 = "critical" },
            mapping = new
            {
                alerts = "/data/events",
                title = "/what~1text",
                severity = "/tags/0",
                service = "/host/name",
                status = "/state",
                fingerprint = "/id",
                description = "/body",
                starts_at = "/at",
                group = "/cluster",
            },
        };

        var answer = await source.SendAsync("""
            {"data":{"events":[
              {"what/text":"One","tags":["p1"],"host":{"name":"h1"},"state":"problem","id":17,"body":"b","at":"2026-03-01T09:00:00+00:00Z","cluster":"c"},
              {"what/text":"Two","tags":[],"id":18,"cluster":"c"},
              {"title":"Not where the mapping looks"}]}}
            """);

        Assert.Equal(["fired", "fired", "rejected"], answer.Outcomes);
        Assert.Single(answer.Incidents);
        var alert = (await source.Viewer.GetAsync(source.Alerts)).Body.EnumerateArray().Single(alert => Text(alert, "alert_name") == "One");
        Assert.Equal(("critical", "17", "2026-03-01T09:00:00Z"), (Text(alert, "severity"), Text(alert, "fingerprint"), Text(alert, "starts_at")));
        Assert.Contains("/what~1text", answer["results"][2].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static string? Text(JsonElement element, string field) => element.GetProperty(field).GetString();
}
