namespace SreCopilot.MetricsCollectorService.Tests.Traces;

public sealed class TraceTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    [Fact]
    public async Task A_trace_is_what_the_contract_shows_with_ids_kept_and_wall_time()
    {
        var project = server.NewProject();
        var answer = (await project.Key.PostAsync("/traces/ingest", new
        {
            spans = new object[]
            {
                new { trace_id = "tr1", span_id = "b", parent_span_id = "a", service_name = "db", operation = "SELECT", duration_ms = 40, status = "error", timestamp = "2026-03-01T10:00:00.010Z", events = new[] { new { name = "retry" } } },
                new { trace_id = "tr1", span_id = "a", parent_span_id = (string?)null, service = "web", name = "GET /", duration_ms = "100", timestamp = "2026-03-01T10:00:00Z", attributes = new { user = "kim" } },
            },
        })).Ok();
        Assert.Equal((2, "tr1", 0), (answer.Double("ingested_spans"), answer["trace_ids"][0].GetString(), answer.Double("rejected_spans")));

        var trace = (await project.Viewer.GetAsync("/traces/tr1")).Ok();

        Assert.Equal((100, "web", "GET /", 2, 1), (trace.Double("total_duration_ms"), trace.Text("root_service"), trace.Text("root_operation"), trace.Double("span_count"), trace.Double("error_count")));
        Assert.Equal("a,b", string.Join(',', trace["waterfall"].EnumerateArray().Select(span => span.GetProperty("span_id"))));
        Assert.Equal("b,a", string.Join(',', trace["spans"].EnumerateArray().Select(span => span.GetProperty("span_id"))));
        var (root, child) = (trace["waterfall"][0], trace["waterfall"][1]);
        Assert.Equal(("", "ok", "kim", "2026-03-01T10:00:00Z"), (Text(root, "parent_span_id"), Text(root, "status"), root.GetProperty("attributes").GetProperty("user").GetString(), Text(root, "timestamp")));
        Assert.Equal(("a", "error", "SELECT", "retry", 10), (
            Text(child, "parent_span_id"), Text(child, "status"), Text(child, "operation"), child.GetProperty("events")[0].GetProperty("name").GetString(), child.GetProperty("offset_ms").GetDouble()));
        Assert.Equal(404, (await project.Viewer.GetAsync("/traces/unknown")).Code);

        static string? Text(System.Text.Json.JsonElement span, string field) => span.GetProperty(field).GetString();
    }

    [Fact]
    public async Task Spans_that_come_one_by_one_make_the_same_trace()
    {
        var project = server.NewProject();
        await project.SendSpansAsync(new { trace_id = "t", span_id = "c", parent_span_id = "b", service_name = "db", operation = "late", duration_ms = 500, timestamp = "2026-03-01T10:00:01Z" });
        Assert.Equal("db", (await project.Viewer.GetAsync("/traces/t")).Text("root_service"));
        await project.SendSpansAsync(new { trace_id = "t", span_id = "b", parent_span_id = "a", service_name = "api", operation = "middle", duration_ms = 900, timestamp = "2026-03-01T09:59:59Z" });
        await project.SendSpansAsync(new { trace_id = "t", span_id = "a", service_name = "web", operation = "root", duration_ms = 1000, timestamp = "2026-03-01T10:00:00Z" });

        var trace = (await project.Viewer.GetAsync("/traces")).Ok()[0];

        Assert.Equal("web root 3 3 2500 2026-03-01T09:59:59Z", trace.Show("root_service", "root_operation", "span_count", "service_count", "duration_ms", "timestamp"));
        Assert.Equal(["api", "db", "web"], trace.GetProperty("services").EnumerateArray().Select(name => name.GetString()));
        var edges = (await project.Viewer.GetAsync("/traces/services/dependency-map")).Ok()["edges"].EnumerateArray().Select(edge => $"{edge.GetProperty("source")} {edge.GetProperty("target")}");
        Assert.Equal(["api db", "web api"], edges);
    }

    [Fact]
    public async Task The_dependency_map_counts_calls_and_names_each_pair_once()
    {
        var project = server.NewProject();
        for (var n = 0; n < 4; n++)
        {
            await project.SendSpansAsync(
                new { trace_id = $"m{n}", span_id = "a", service_name = "web", duration_ms = 100 },
                new { trace_id = $"m{n}", span_id = "b", parent_span_id = "a", service_name = "web", duration_ms = 90 },
                new { trace_id = $"m{n}", span_id = "c", parent_span_id = "b", service_name = "db", duration_ms = 10 * (n + 1), status = n == 0 ? "error" : "ok" },
                new { trace_id = $"m{n}", span_id = "d", parent_span_id = "elsewhere", service_name = "lost" });
        }

        var map = (await project.Viewer.GetAsync("/traces/services/dependency-map")).Ok();

        Assert.Equal("""["db","web"]""", map["nodes"].GetRawText());
        Assert.Equal("""{"db":[],"web":["db"]}""", map["dependency_map"].GetRawText());
        Assert.Equal("""[{"source":"web","target":"db","volume":4,"errors":1,"error_rate":25,"avg_duration_ms":25,"max_duration_ms":40}]""", map["edges"].GetRawText());
        Assert.Equal("[]", (await project.Viewer.GetAsync("/traces/services/dependency-map?time_to=2026-02-01")).Ok()["edges"].GetRawText());
        Assert.Equal("[]", (await project.Viewer.GetAsync("/traces/services/dependency-map?service=lost")).Ok()["edges"].GetRawText());
        Assert.Equal("{}", (await server.NewProject().Viewer.GetAsync("/traces/services/dependency-map")).Ok()["dependency_map"].GetRawText());
    }

    [Theory]
    [InlineData("", "e,d,c,b,a")]
    [InlineData("service=api", "e,b")]
    [InlineData("service=web", "d,c,b,a")]
    [InlineData("service=nobody", "")]
    [InlineData("status=error", "c")]
    [InlineData("status=ok", "e,d,b,a")]
    [InlineData("min_duration=300", "e,d,c")]
    [InlineData("max_duration=200", "b,a")]
    [InlineData("min_duration=200&max_duration=300", "c,b")]
    [InlineData("limit=2", "e,d")]
    [InlineData("limit=2&offset=1", "d,c")]
    [InlineData("service=web&limit=2&offset=1", "c,b")]
    [InlineData("time_from=2026-03-01T09:02:00Z&time_to=2026-03-01T09:04:00Z", "c,b")]
    [InlineData("operation=op-d", "d")]
    public async Task Filters_and_pages_find_what_they_say(string query, string found)
    {
        var project = server.NewProject();
        foreach (var (name, n) in "abcde".Select((name, n) => (name.ToString(), n)))
        {
            await project.SendSpansAsync(
                new { trace_id = name, span_id = "1", service_name = name == "e" ? "api" : "web", operation = $"op-{name}", duration_ms = 100 * (n + 1), status = name == "c" ? "error" : "ok", timestamp = $"2026-03-01T09:0{n + 1}:00Z" },
                name == "b" ? new { trace_id = "b", span_id = "2", service_name = "api", operation = "x", duration_ms = 1, status = "ok", timestamp = "2026-03-01T09:02:00Z" } : new { trace_id = name, span_id = "2", service_name = "", operation = "x", duration_ms = 0, status = name == "c" ? "error" : "ok", timestamp = $"2026-03-01T09:0{n + 1}:00Z" });
        }

        Assert.Equal(found, (await project.Viewer.GetAsync($"/traces?{query}")).Ok().Joined("trace_id"));
    }

    [Theory]
    [InlineData("min_duration=fast")]
    [InlineData("max_duration=-1")]
    [InlineData("status=odd")]
    [InlineData("limit=201")]
    public async Task A_filter_that_makes_no_sense_is_named(string query)
    {
        var answer = await server.NewProject().Viewer.GetAsync($"/traces?{query}");

        Assert.Equal((400, true), (answer.Code, answer.Detail.StartsWith(query.Split('=')[0], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Spans_older_than_what_is_kept_and_of_the_future_are_counted_as_rejected()
    {
        var project = server.NewProject();
        var answer = (await project.Key.PostAsync("/traces/ingest", new
        {
            spans = new object[]
            {
                new { trace_id = "old", timestamp = "2020-01-01" }, new { trace_id = "ahead", timestamp = "2030-01-01" }, new { trace_id = "good", timestamp = "2026-03-01T10:20:00Z" },
            },
        })).Ok();

        Assert.Equal((1, 2), (answer.Double("ingested_spans"), answer.Double("rejected_spans")));
        Assert.Equal("good", (await project.Viewer.GetAsync("/traces")).Ok().Joined("trace_id"));
    }

    [Fact]
    public async Task An_exception_of_a_span_is_an_error_with_its_trace()
    {
        var project = server.NewProject();
        await project.SendSpansAsync(new
        {
            trace_id = "tx",
            span_id = "a",
            service_name = "web",
            events = new object[]
            {
                new { name = "exception", timestamp = "2026-03-01T10:00:00Z", attributes = new Dictionary<string, object> { ["exception.type"] = "ValueError", ["exception.message"] = "bad 5", ["exception.stacktrace"] = "at x" } },
                new { name = "other" },
            },
        });

        var group = (await project.Viewer.GetAsync("/errors/groups")).Ok()[0];
        Assert.Equal(("web", "ValueError", "bad 5"), (group.GetProperty("service_name").GetString(), group.GetProperty("error_class").GetString(), group.GetProperty("message").GetString()));
        var occurrence = (await project.Viewer.GetAsync($"/errors/groups/{group.GetProperty("fingerprint").GetString()}/occurrences")).Ok()[0];
        Assert.Equal(("tx", "a", "at x"), (occurrence.GetProperty("trace_id").GetString(), occurrence.GetProperty("span_id").GetString(), occurrence.GetProperty("stack_trace").GetString()));
    }

    [Fact]
    public async Task An_exception_on_its_way_up_counts_once_and_for_the_service_in_which_it_happened()
    {
        var project = server.NewProject();
        await project.SendSpansAsync(Failing("a", "web", "10:00:00"), Failing("c", "payments", "10:00:02"), Failing("b", "orders", "10:00:01"));

        var group = Assert.Single((await project.Viewer.GetAsync("/errors/groups")).Ok().Body.EnumerateArray());

        Assert.Equal(("payments", 1), (group.GetProperty("service_name").GetString(), group.GetProperty("occurrence_count").GetInt32()));

        static object Failing(string span, string service, string start) => new
        {
            trace_id = "tx",
            span_id = span,
            service_name = service,
            timestamp = $"2026-03-01T{start}Z",
            events = new object[]
            {
                new { name = "exception", timestamp = "2026-03-01T10:00:03Z", attributes = new Dictionary<string, object> { ["exception.type"] = "ValueError", ["exception.message"] = "bad 5" } },
            },
        };
    }
}
