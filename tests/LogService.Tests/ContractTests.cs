using System.Text.Json;

namespace SreCopilot.LogService.Tests;

/// <summary>What clients of the earlier system send and read.</summary>
public sealed class ContractTests(LogServer server) : IClassFixture<LogServer>
{
    [Fact]
    public async Task Lines_are_stored_and_found_as_they_were_sent()
    {
        var project = server.NewProject();

        var answer = await project.IngestAsync(
            new { service_name = "web", message = "boom", level = "error", timestamp = "2026-03-01T10:00:00.010000+00:00Z", attributes = new { a = 1 }, trace_id = "t1" },
            new { service = "db", message = "slow", level = "WARNING", timestamp = "2026-03-01T10:00:01", span_id = "", ignored = true },
            new { service_name = "web", message = "hello" });

        Assert.Equal((3, 3, 0), (answer.Number("ingested"), answer.Number("total"), answer.Number("rejected")));
        Assert.Equal(5, (await project.IngestAsync(new { service_name = "a", message = "b" }, new { service_name = "a", message = "c" })).Number("total"));
        var page = await project.Viewer.GetAsync("/logs/search?time_to=2026-03-01T10:00:02Z");
        Assert.Equal((2, 100, 0), (page.Number("total"), page.Number("limit"), page.Number("offset")));
        var (newest, oldest) = (page["items"][0], page["items"][1]);
        Assert.Equal("""{"a":1}""", oldest.GetProperty("attributes").ToString().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(
            ("2026-03-01T10:00:00.010000Z", "ERROR", "web", "boom", "t1", null),
            (oldest.GetProperty("timestamp").GetString(), oldest.GetProperty("level").GetString(), oldest.GetProperty("service_name").GetString(),
                oldest.GetProperty("message").GetString(), oldest.GetProperty("trace_id").GetString(), oldest.GetProperty("span_id").GetString()));
        Assert.Equal(
            ("2026-03-01T10:00:01Z", "WARN", "db", "{}", JsonValueKind.Null, JsonValueKind.Null),
            (newest.GetProperty("timestamp").GetString(), newest.GetProperty("level").GetString(), newest.GetProperty("service_name").GetString(),
                newest.GetProperty("attributes").ToString(), newest.GetProperty("trace_id").ValueKind, newest.GetProperty("span_id").ValueKind));
    }

    [Theory]
    [InlineData("""{"logs":[{"message":"x"}]}""", "body -> logs -> 0 -> service_name: Field required")]
    [InlineData("""{"logs":[{"service_name":"s","message":"ok"},{"service_name":"s"}]}""", "body -> logs -> 1 -> message: Field required")]
    [InlineData("""{"logs":[{"service_name":1,"message":"x"}]}""", "body -> logs -> 0 -> service_name: Input should be a valid string")]
    [InlineData("""{"logs":[{"service_name":"s","message":"x","attributes":null}]}""", "body -> logs -> 0 -> attributes: Input should be a valid dictionary")]
    [InlineData("""{"logs":[{"service_name":"s","message":"x","level":null}]}""", "body -> logs -> 0 -> level: Input should be a valid string")]
    [InlineData("""{"logs":[7]}""", "body -> logs -> 0: Input should be an object")]
    [InlineData("""{"logs":{}}""", "body -> logs: Input should be a valid list")]
    [InlineData("""{}""", "body -> logs: Field required")]
    [InlineData("""[]""", "body: Input should be an object")]
    [InlineData("""{"logs":[""", "body -> 9: JSON decode error")]
    public async Task A_wrong_entry_is_named_and_nothing_is_stored(string body, string detail)
    {
        var project = server.NewProject();

        var answer = await project.Key.SendAsync(HttpMethod.Post, "/logs/ingest", body);

        Assert.Equal((400, "VALIDATION_ERROR", detail), (answer.Code, answer.Text("error_code"), answer.Detail));
        Assert.Equal(0, (await project.Viewer.GetAsync("/logs/stats")).Number("total"));
    }

    [Theory]
    [InlineData("\"2026-03-01T09:00:00Z\"", "2026-03-01T09:00:00Z")]
    [InlineData("\"2026-03-01T10:00:00+01:00\"", "2026-03-01T09:00:00Z")]
    [InlineData("\"2026-03-01T09:00:00.1234567Z\"", "2026-03-01T09:00:00.123456Z")]
    [InlineData("\"2026-03-01 09:00:00\"", "2026-03-01T09:00:00Z")]
    [InlineData("1772355600", "2026-03-01T09:00:00Z")]
    [InlineData("1772355600000", "2026-03-01T09:00:00Z")]
    [InlineData("\"1772355600000000000\"", "2026-03-01T09:00:00Z")]
    // What cannot be read, and clocks that are ahead, count as now.
    [InlineData("null", "2026-03-01T10:20:30Z")]
    [InlineData("\"\"", "2026-03-01T10:20:30Z")]
    [InlineData("\"2026-03-01\"", "2026-03-01T10:20:30Z")]
    [InlineData("\"2026-13-45T25:00:00Z\"", "2026-03-01T10:20:30Z")]
    [InlineData("\"yesterday\"", "2026-03-01T10:20:30Z")]
    [InlineData("true", "2026-03-01T10:20:30Z")]
    [InlineData("\"2031-01-01T00:00:00Z\"", "2026-03-01T10:20:30Z")]
    public async Task Times_are_read_in_all_forms(string timestamp, string stored)
    {
        var project = server.NewProject();

        var answer = await project.Key.SendAsync(HttpMethod.Post, "/logs/ingest", $$"""{"logs":[{"service_name":"s","message":"m","timestamp":{{timestamp}}}]}""");

        Assert.Equal((200, 1), (answer.Code, answer.Number("ingested")));
        Assert.Equal([stored], (await project.SearchAsync("")).Each("items", "timestamp"));
    }

    [Fact]
    public async Task What_is_older_than_what_is_kept_is_left_out_and_said()
    {
        var project = server.NewProject();

        var answer = await project.IngestAsync(new { service_name = "s", message = "old", timestamp = "1999-01-01T00:00:00Z" }, new { service_name = "s", message = "new" });

        Assert.Equal((1, 1, 1), (answer.Number("ingested"), answer.Number("total"), answer.Number("rejected")));
        Assert.Equal(["new"], (await project.SearchAsync("")).Messages);
    }

    [Theory]
    [InlineData("warning", "WARN")]
    [InlineData("Err", "ERROR")]
    [InlineData("critical", "FATAL")]
    [InlineData("trace", "DEBUG")]
    [InlineData("notice", "INFO")]
    [InlineData("strange", "INFO")]
    public async Task Levels_have_five_names(string sent, string stored)
    {
        var project = server.NewProject();
        await project.IngestAsync(new { service_name = "s", message = "m", level = sent });

        var found = await project.Viewer.GetAsync($"/logs/search?level={stored.ToLowerInvariant()}");

        Assert.Equal([stored], found.Each("items", "level"));
        Assert.Equal(sent == "strange", found["items"][0].GetProperty("attributes").TryGetProperty("level", out _));
        Assert.Equal(1, (await project.Viewer.GetAsync("/logs/stats"))["by_level"].GetProperty(stored).GetInt32());
    }

    [Fact]
    public async Task Services_and_statistics_are_of_all_lines()
    {
        var project = server.NewProject();
        await project.IngestAsync(
            new { service_name = "web", message = "1", level = "ERROR", timestamp = "2026-02-20T10:00:00Z" }, new { service_name = "db", message = "2" },
            new { service_name = "web", message = "3" }, new { service_name = "", message = "4", level = "WARNING" });

        var services = await project.Viewer.GetAsync("/logs/services");
        var statistics = await project.Viewer.GetAsync("/logs/stats");
        var today = await project.Viewer.GetAsync("/logs/stats?time_from=2026-03-01T00:00:00Z");

        Assert.Equal("""["db","web"]""", services["services"].ToString());
        Assert.Equal(4, statistics.Number("total"));
        Assert.Equal("""{"ERROR":1,"INFO":2,"WARN":1}""", statistics["by_level"].ToString());
        Assert.Equal("""{"":1,"db":1,"web":2}""", statistics["by_service"].ToString());
        Assert.Equal("""{"INFO":2,"WARN":1}""", today["by_level"].ToString());
        Assert.Equal("""["db","web"]""", (await project.Viewer.GetAsync("/logs/services?time_from=2026-03-01T00:00:00Z"))["services"].ToString());
    }

    [Fact]
    public async Task A_request_with_a_key_is_stored_once()
    {
        var project = server.NewProject();
        var body = new { logs = new[] { new { service_name = "s", message = "once" } } };

        await project.Key.PostAsync("/logs/ingest", body, ("Idempotency-Key", "batch-1"));
        var again = await project.Key.PostAsync("/logs/ingest", body, ("Idempotency-Key", "batch-1"));

        Assert.Equal((200, 1), (again.Code, again.Number("total")));
        Assert.Equal(1, (await project.SearchAsync("")).Number("total"));
    }
}
