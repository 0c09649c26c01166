using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>The Grafana API against a server that answers like Grafana with a Prometheus behind it.</summary>
public sealed class GrafanaTests(GrafanaTests.Platform platform) : IClassFixture<GrafanaTests.Platform>
{
    private static readonly TestUser Ana = TestUser.New("engineer");

    [Fact]
    public async Task Dashboards()
    {
        var body = await GetAsync("/dashboards");

        Assert.Equal((platform.Url, "Prod"), (Text(body, "grafana_url"), Text(body, "grafana_name")));
        var dashboard = Assert.Single(body.GetProperty("dashboards").EnumerateArray());
        Assert.Equal(("abc", "API", "General", true), (Text(dashboard, "uid"), Text(dashboard, "title"), Text(dashboard, "folderTitle"), dashboard.GetProperty("isStarred").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, dashboard.GetProperty("folderUid").ValueKind);
    }

    [Fact]
    public async Task Dashboard_with_sections_by_row()
    {
        var body = await GetAsync("/dashboards/abc");

        Assert.Equal(("abc", "API", "Ops", "ana"), (Text(body, "uid"), Text(body, "title"), Text(body, "folder"), Text(body, "createdBy")));
        Assert.Equal([1, 2, 3], body.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()));
        Assert.Equal([("", 1), ("Row", 2)], body.GetProperty("sections").EnumerateArray().Select(section => (Text(section, "title"), section.GetProperty("panels").GetArrayLength())));
        var target = body.GetProperty("panels")[0].GetProperty("targets")[0];
        Assert.Equal(("up{job=\"$job\"}", "A"), (Text(target, "expr"), Text(target, "refId")));
        Assert.Equal("select 1", Text(body.GetProperty("panels")[2].GetProperty("targets")[0], "expr"));
    }

    [Theory]
    [InlineData("GET", "/dashboards/nothing", null, 404)]
    [InlineData("GET", "/dashboards/broken", null, 502)]
    [InlineData("GET", "/dashboards/abc/panels/x/render", null, 400)]
    [InlineData("GET", "/dashboards/abc/panels/1/render?width=99", null, 400)]
    [InlineData("GET", "/dashboards/abc/panels/1/render?height=1201", null, 400)]
    [InlineData("GET", "/dashboards/html/panels/1/render", null, 502)]
    [InlineData("GET", "/dashboards/nothing/panels/1/render", null, 404)]
    [InlineData("POST", "/query-panel", "{}", 400)]
    [InlineData("POST", "/query-panel", """{"dashboard_uid":"abc","panel_id":99}""", 404)]
    [InlineData("POST", "/query-panel", """{"dashboard_uid":"abc","panel_id":1,"max_data_points":0}""", 400)]
    [InlineData("POST", "/query", "{}", 400)]
    [InlineData("POST", "/query", """{"expr":"up","from_time":"now","to_time":"now-1h"}""", 400)]
    [InlineData("POST", "/query", """{"expr":"up","from_time":"0"}""", 400)]
    [InlineData("POST", "/slo-query", """{"expr":"up","target_percentage":0}""", 400)]
    [InlineData("POST", "/slo-query", """{"expr":"up","time_window_days":-1}""", 400)]
    [InlineData("POST", "/detect-anomalies", """{"sensitivity":-1}""", 400)]
    [InlineData("POST", "/analyze", "{}", 400)]
    [InlineData("POST", "/analyze", """{"dashboard_uid":"broken"}""", 502)]
    [InlineData("POST", "/create-incident", "{}", 400)]
    [InlineData("POST", "/create-incident", """{"metric_name":"m","severity":"awful"}""", 400)]
    public async Task Errors_say_what_is_wrong(string method, string path, string? body, int status)
    {
        var response = await platform.Gateway.SendJsonAsync(new HttpMethod(method), "/api/v1/grafana" + path, body, Ana.Bearer);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty(await Detail.OfAsync(response));
    }

    [Fact]
    public async Task Picture_of_a_panel()
    {
        var response = await platform.Gateway.SendAsync(HttpMethod.Get, "/api/v1/grafana/dashboards/abc/panels/1/render?width=800", Ana.Bearer);

        Assert.Equal("image/png", response.Content.Headers.ContentType?.ToString());
        Assert.Equal([1, 2, 3], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"{platform.Url}/d-solo/a%3Fb?panelId=2&theme=light", Text(await GetAsync("/dashboards/a%3Fb/panels/2/embed-url"), "embed_url"));
    }

    [Fact]
    public async Task Series_of_a_panel_in_the_time_asked_for()
    {
        var body = await PostAsync("/query-panel", """{"dashboard_uid":"abc","panel_id":1,"from_time":"1000000","to_time":"1006000","max_data_points":10}""");

        Assert.Equal("timeseries", Text(body, "panel_type"));
        var series = Assert.Single(body.GetProperty("series").EnumerateArray());
        Assert.Equal(("api, 500", "A", 2), (Text(series, "name"), Text(series, "ref_id"), series.GetProperty("data").GetArrayLength()));
        Assert.Equal((1767225600000, 0.1235), (series.GetProperty("data")[0].GetProperty("t").GetInt64(), series.GetProperty("data")[0].GetProperty("v").GetDouble()));
        // The variable became "anything", the range that of the request.
        Assert.Contains(platform.Queries, query => query["query"] == "up{job=~\".+\"}" && query["start"] == "1000000" && query["end"] == "1006000" && query["step"] == "600");
    }

    [Fact]
    public async Task Series_of_a_query()
    {
        var body = await PostAsync("/query", """{"expr":"rate(x[5m]) & y","from_time":"now-6h","step":1}""");

        Assert.Equal("rate(x[5m]) & y", Text(body, "query"));
        Assert.Single(body.GetProperty("series").EnumerateArray());
        Assert.Contains(platform.Queries, query => query["query"] == "rate(x[5m]) & y" && query["step"] == "15");
        Assert.Empty((await PostAsync("/query", """{"expr":"fails"}""")).GetProperty("series").EnumerateArray());
    }

    [Fact]
    public async Task Viewers_read_and_run_no_queries_of_their_own()
    {
        var viewer = TestUser.New("viewer");

        Assert.Equal(HttpStatusCode.OK, (await platform.Gateway.SendAsync(HttpMethod.Get, "/api/v1/grafana/dashboards", viewer.Bearer)).StatusCode);
        foreach (var path in new[] { "/query", "/slo-query", "/detect-anomalies", "/create-incident" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await platform.Gateway.SendAsync(HttpMethod.Post, "/api/v1/grafana" + path, viewer.Bearer)).StatusCode);
        }
    }

    [Fact]
    public async Task Alert_rules_with_the_worst_state_of_their_instances()
    {
        var body = await GetAsync("/alert-rules");

        Assert.Equal((2, 1), (body.GetProperty("total").GetInt32(), body.GetProperty("firing").GetInt32()));
        Assert.Equal([("Hot", "alerting"), ("Calm", "normal")], body.GetProperty("rules").EnumerateArray().Select(rule => (Text(rule, "title"), Text(rule, "state"))));
        Assert.Equal(("5m", "F"), (Text(body.GetProperty("rules")[0], "for_duration"), Text(body.GetProperty("rules")[0], "folder_uid")));
    }

    [Fact]
    public async Task Anomalies_with_the_worst_severity()
    {
        var body = await PostAsync("/detect-anomalies", """{"expressions":["spike","spike2"],"sensitivity":2}""");

        Assert.Equal(2, body.GetProperty("scanned").GetInt32());
        var anomaly = body.GetProperty("anomalies")[0];
        Assert.Equal(("critical", 1, 100), (Text(anomaly, "max_severity"), anomaly.GetProperty("anomaly_count").GetInt32(), anomaly.GetProperty("details")[0].GetProperty("value").GetDouble()));
        // Panels inside collapsed rows are scanned too.
        Assert.Equal(3, (await PostAsync("/detect-anomalies", """{"dashboard_uid":"abc"}""")).GetProperty("scanned").GetInt32());
        Assert.Equal("""{"anomalies":[],"scanned":0}""", (await PostAsync("/detect-anomalies", "{}")).GetRawText());
    }

    [Theory]
    [InlineData("""{"expr":"share"}""", 99.95, "meeting", 50.0, 0.5)]
    [InlineData("""{"expr":"share","target_percentage":99.99}""", 99.95, "breached", 0.0, 5.0)]
    [InlineData("""{"expr":"x","good_expr":"good","total_expr":"total","target_percentage":50}""", 40.0, "breached", 0.0, 1.2)]
    [InlineData("""{"expr":"nothing"}""", 100.0, "meeting", 100.0, 0.0)]
    public async Task Objectives(string request, double compliance, string status, double remaining, double burn)
    {
        var body = await PostAsync("/slo-query", request);

        Assert.Equal(compliance, body.GetProperty("compliance").GetDouble(), 3);
        Assert.Equal((remaining, status), (body.GetProperty("error_budget_remaining").GetDouble(), Text(body, "status")));
        Assert.Equal(burn, body.GetProperty("burn_rate").GetDouble(), 3);
    }

    [Fact]
    public async Task Incident_from_a_chart_also_for_bearer_callers()
    {
        var body = await PostAsync("/create-incident", """{"metric_name":"cpu","panel_title":"CPU","dashboard_uid":"abc","panel_id":2,"latest_value":9,"expected_value":1,"severity":"low"}""");

        Assert.True(body.GetProperty("success").GetBoolean());
        Assert.Equal("i1", Text(body.GetProperty("incident"), "id"));
        Assert.Equal(("abc", 2, "cpu"), (Text(body.GetProperty("grafana_context"), "dashboard_uid"), body.GetProperty("grafana_context").GetProperty("panel_id").GetInt32(), Text(body.GetProperty("grafana_context"), "metric_name")));
        var sent = platform.Incidents.Received.Last();
        using var incident = JsonDocument.Parse(sent.Body);
        Assert.Equal(("Better words", "critical", "unknown"), (Text(incident.RootElement, "title"), Text(incident.RootElement, "severity"), Text(incident.RootElement, "service_name")));
        Assert.Equal(Ana.ProjectId, (await Gateway.ReadCallerAsync(sent))?.ProjectId);
    }

    [Fact]
    public async Task Analysis_falls_back_to_rules_and_says_so()
    {
        var body = await PostAsync("/analyze", """{"dashboard_uid":"abc"}""");

        Assert.Equal(("API", false), (Text(body, "dashboard_title"), body.GetProperty("ai_powered").GetBoolean()));
        Assert.Contains("critical", body.GetProperty("insights").EnumerateArray().Select(insight => Text(insight, "severity")));
    }

    [Fact]
    public async Task Project_without_Grafana_is_404_with_the_words_that_the_pages_look_for()
    {
        var nobody = TestUser.New() with { TenantId = Platform.WithoutGrafana };

        var response = await platform.Gateway.SendAsync(HttpMethod.Get, "/api/v1/grafana/dashboards", nobody.Bearer);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("No Grafana integration", await Detail.OfAsync(response), StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private async Task<JsonElement> GetAsync(string path) => await OkAsync(await platform.Gateway.SendAsync(HttpMethod.Get, "/api/v1/grafana" + path, Ana.Bearer));

    private async Task<JsonElement> PostAsync(string path, string body) => await OkAsync(await platform.Gateway.SendJsonAsync(HttpMethod.Post, "/api/v1/grafana" + path, body, Ana.Bearer));

    private static async Task<JsonElement> OkAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return await Detail.ReadAsync(response);
    }

    /// <summary>A gateway, a Grafana and the services behind, for all tests of the class.</summary>
    public sealed class Platform : IAsyncLifetime
    {
        public static readonly Guid WithoutGrafana = Guid.NewGuid();

        private TestBackend _auth = null!;
        private TestBackend _grafana = null!;
        private TestBackend _ai = null!;

        internal Gateway Gateway { get; private set; } = null!;

        public TestBackend Incidents { get; private set; } = null!;

        public string Url => _grafana.Address;

        /// <summary>What Prometheus was asked.</summary>
        internal IEnumerable<Dictionary<string, string>> Queries => _grafana.Received
            .Where(request => request.Target.Contains("query_range", StringComparison.Ordinal))
            .Select(request => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri("http://x" + request.Target).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));

        public async ValueTask InitializeAsync()
        {
            _grafana = await TestBackend.StartAsync(context => context.Request.Headers.Authorization == "Bearer grafana-key" ? FakeGrafana.AnswerAsync(context) : Refuse(context));
            _auth = await TestBackend.StartAsync();
            _auth.Internal = async context =>
            {
                var caller = await Gateway.ReadCallerAsync(context.Request);
                if (context.Request.Path != "/internal/monitoring/grafana" || caller?.TenantId == WithoutGrafana || caller?.Kind != Identity.CallerKind.Service)
                {
                    context.Response.StatusCode = 404;
                    return;
                }

                await context.Response.WriteAsync($$"""{"id":"{{Guid.NewGuid()}}","name":"Prod","url":"{{_grafana.Address}}","username":null,"password":null,"api_key":"grafana-key"}""");
            };
            Incidents = await TestBackend.StartAsync(context => context.Response.WriteAsync("""{"id":"i1"}"""));
            _ai = await TestBackend.StartAsync(context => context.Request.Path == "/generate-incident-from-anomaly"
                ? context.Response.WriteAsync("""{"title":"Better words","severity":"critical"}""")
                : Refuse(context));
            Gateway = Gateway.Start([("AUTH_SERVICE_URL", _auth.Address), ("AI_SERVICE_URL", _ai.Address), ("INCIDENT_SERVICE_URL", Incidents.Address)]);
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await _auth.DisposeAsync();
            await _grafana.DisposeAsync();
            await _ai.DisposeAsync();
            await Incidents.DisposeAsync();
        }

        private static Task Refuse(HttpContext context)
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        }
    }
}
