using System.IO.Compression;
using System.Text;

namespace SreCopilot.MetricsCollectorService.Tests;

/// <summary>Nonsense on every operation of the OpenAPI document; operations that are added later are covered without being mentioned.</summary>
public sealed class RobustnessTests(MetricsServer server) : IClassFixture<MetricsServer>
{
    // Enough to get past the first checks; fields that are not named here begin as a word.
    private static readonly Dictionary<string, object> Plausible = new()
    {
        ["sli_type"] = "latency",
        ["target_percentage"] = 99,
        ["time_window_days"] = 30,
        ["threshold_ms"] = 100,
        ["status"] = "resolved",
        ["widgets"] = Array.Empty<object>(),
        ["source"] = "manual",
        ["spans"] = Array.Empty<object>(),
        ["metrics"] = Array.Empty<object>(),
        ["days"] = 5,
        ["attributes"] = new { },
        ["cpu_percent"] = 1,
        ["memory_percent"] = 1,
        ["disk_usage"] = 1,
        ["network_io"] = new { },
        ["load_avg"] = Array.Empty<object>(),
        ["processes"] = Array.Empty<object>(),
        ["containers"] = Array.Empty<object>(),
        ["web_vitals"] = Array.Empty<object>(),
        ["errors"] = Array.Empty<object>(),
        ["page_load"] = new { },
        ["xhr_events"] = Array.Empty<object>(),
        ["services"] = Array.Empty<object>(),
    };

    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var project = server.NewProject();
        var slo = (await project.Engineer.PostAsync("/slos", new { name = "x", service_name = "x", sli_type = "latency" })).Ok().Text("slo_id")!;
        var nonsense = new Nonsense((operation, path, content) => PersonFor(project, operation).SendRawAsync(operation.Method, path, content), _ => slo, Plausible);

        foreach (var operation in await server.ListOperationsAsync())
        {
            await nonsense.TryAsync(operation);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{nonsense.Sent} requests");
        Assert.True(nonsense.Sent > 2000);
    }

    [Theory]
    [InlineData("""{"spans":[{"trace_id":"t"},{"span_id":"x"}]}""", "spans[1].trace_id: is required")]
    [InlineData("""{"spans":[{"trace_id":"t","duration_ms":"slow"}]}""", "spans[0].duration_ms: must be a number")]
    [InlineData("""{"spans":[{"trace_id":"t","duration_ms":-1}]}""", "spans[0].duration_ms: must be a number of 0 or more")]
    [InlineData("""{"spans":[{"trace_id":"t","duration_ms":1e300}]}""", "spans[0].duration_ms: must be a number of 0 or more")]
    [InlineData("""{"spans":[{"trace_id":"t","duration_ms":1e400}]}""", "spans[0].duration_ms: must be a number")]
    [InlineData("""{"spans":[{"trace_id":"t","duration_ms":999999999}]}""", "spans[0].duration_ms: must be at most a week")]
    [InlineData("""{"spans":[{"trace_id":"t","attributes":[]}]}""", "spans[0].attributes: must be an object")]
    [InlineData("""{"spans":[{"trace_id":"t","events":{}}]}""", "spans[0].events: must be an array")]
    [InlineData("""{"spans":[{"trace_id":"t","kind":"odd"}]}""", "spans[0].kind: must be one of")]
    [InlineData("""{"spans":[{"trace_id":"t","timestamp":true}]}""", "spans[0].timestamp: must be a date and time")]
    [InlineData("""{"spans":[{"trace_id":"\u0000"}]}""", "spans[0].trace_id: must not contain NUL")]
    [InlineData("""{"spans":[{"trace_id":"\ud800"}]}""", "spans[0].trace_id: must be text")]
    [InlineData("""{"spans":[{"trace_id":{}}]}""", "spans[0].trace_id: must be text")]
    [InlineData("""{"spans":[5]}""", "spans[0]: must be an object")]
    [InlineData("""{"spans":{}}""", "spans: must be an array")]
    public async Task A_bad_span_is_named_and_nothing_of_its_request_is_stored(string body, string mistake)
    {
        var project = server.NewProject();

        var answer = await project.Key.SendAsync(HttpMethod.Post, "/traces/ingest", body);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Code, answer.Text("error_code")));
        Assert.StartsWith(mistake, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, (await project.Viewer.GetAsync("/traces")).Length);
    }

    [Theory]
    [InlineData("/errors/ingest", "service_name", "is")]
    [InlineData("/errors/ingest", "error_class", "is")]
    [InlineData("/infrastructure/ingest", "hostname", "is")]
    [InlineData("/browser/ingest", "app_name", "is")]
    public async Task A_name_of_ten_thousand_characters_is_named(string path, string field, string _)
    {
        var answer = await server.NewProject().Key.SendAsync(HttpMethod.Post, path, $$"""{"{{field}}":"{{new string('x', 10_000)}}"}""");

        Assert.Equal(400, answer.Code);
        Assert.StartsWith($"{field}: must have at most", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_but_harmless_content_is_kept()
    {
        var project = server.NewProject();
        const string Attributes = """{"nul":"a\u0000b","half":"\ud800","half name \ud800":1,"huge":1e400,"deep":{"a":[1,null,true,{"b":"c"}]},"a":1,"a":2}""";

        (await project.Key.SendAsync(HttpMethod.Post, "/traces/ingest", $$"""{"spans":[{"trace_id":"odd","span_id":7,"service_name":"s","attributes":{{Attributes}},"unknown":{} }]}""")).Ok();

        var attributes = (await project.Viewer.GetAsync("/traces/odd")).Ok()["spans"][0].GetProperty("attributes");
        Assert.Equal("a\ufffdb", attributes.GetProperty("nul").GetString());
        Assert.Equal("c", attributes.GetProperty("deep").GetProperty("a")[3].GetProperty("b").GetString());
        Assert.Equal("1e400", attributes.GetProperty("huge").GetString());
    }

    [Fact]
    public async Task What_is_too_large_is_413_and_a_bomb_too()
    {
        var project = server.NewProject();
        using var large = new ByteArrayContent(new byte[6 * 1024 * 1024]);
        Assert.Equal(413, (await project.Key.SendRawAsync(HttpMethod.Post, "/traces/ingest", large)).Status);

        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("{\"spans\":[" + new string(' ', 40 * 1024 * 1024)), TestContext.Current.CancellationToken);
        }

        using var bomb = new ByteArrayContent(packed.ToArray());
        bomb.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(413, (await project.Key.SendRawAsync(HttpMethod.Post, "/traces/ingest", bomb)).Status);
    }

    private static Person PersonFor(TestProject project, Operation operation) =>
        operation.IsInternal ? project.Service : operation.Name.StartsWith("ingest_", StringComparison.Ordinal) ? project.Key : project.Engineer;
}
