using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace SreCopilot.LogService.Tests;

/// <summary>Nonsense on every operation of the OpenAPI document; operations that are added later are covered without being mentioned.</summary>
public sealed class RobustnessTests(LogServer server) : IClassFixture<LogServer>
{
    [Fact]
    public async Task Nonsense_is_refused_in_words()
    {
        var project = server.NewProject();
        await project.IngestAsync(new { service_name = "s", message = "m" });
        var nonsense = new Nonsense(
            (operation, path, content) => (operation.Method == HttpMethod.Post ? project.Key : project.Viewer).SendRawAsync(operation.Method, path, content),
            _ => Guid.NewGuid().ToString(),
            new Dictionary<string, object> { ["logs"] = Array.Empty<object>() });

        // A tail that is not refused does not end (TailTests), and OTLP has errors of its own form (OtlpTests).
        foreach (var operation in (await server.ListOperationsAsync()).Where(operation => operation.Name is not ("tail_logs" or "ingest_otlp_logs")))
        {
            await nonsense.TryAsync(operation);
        }

        Assert.True(nonsense.Sent > 300);
    }

    [Theory]
    [InlineData("""{"service_name":"s","message":"\ud800"}""", 400)]
    [InlineData("""{"service_name":"s","message":"a\u0000b"}""", 200)]
    [InlineData("""{"service_name":"s","message":"m","attributes":{"\ud800":1}}""", 400)]
    [InlineData("""{"service_name":"s","message":"m","attributes":{"a\u0000":"\u0000","n":1e400,"m":1e999999,"d":1e-400,"i":123456789012345678901234567890}}""", 200)]
    [InlineData("""{"service_name":"s","message":"m","attributes":{"a":1,"a":2,"A":3}}""", 200)]
    [InlineData("""{"service_name":"s","message":"m","message":"n"}""", 200)]
    [InlineData("""{"service_name":"s","message":""}""", 200)]
    [InlineData("""{"service_name":"s","message":"m","timestamp":1e300}""", 200)]
    [InlineData("""{"service_name":"s","message":"m","timestamp":-1}""", 200)]
    [InlineData("""{"service_name":"s","message":"m","timestamp":"9999-12-31T23:59:59.9999999Z"}""", 200)]
    [InlineData("""{"service_name":"s","message":"m","timestamp":{}}""", 200)]
    public async Task A_strange_entry_is_stored_or_refused_and_costs_nobody_else_anything(string entry, int code)
    {
        var (project, other) = (server.NewProject(), server.NewProject());

        var (answer, neighbour) = (await project.Key.SendAsync(HttpMethod.Post, "/logs/ingest", $$"""{"logs":[{{entry}}]}"""), await other.IngestAsync(new { service_name = "s", message = "fine" }));

        Assert.True(answer.Code == code, $"{answer.Code} {answer.Body}");
        Assert.Equal(1, neighbour.Number("total"));
        var page = await project.SearchAsync("-nothing");
        Assert.Equal((200, code == 200 ? 1 : 0), (page.Code, page.Number("total")));
    }

    [Theory]
    [InlineData("service_name", 10_000, 400)]
    [InlineData("trace_id", 10_000, 400)]
    [InlineData("level", 10_000, 400)]
    [InlineData("message", 200_000, 200)]
    public async Task Long_texts_are_refused_or_cut(string field, int length, int code)
    {
        var project = server.NewProject();
        var entry = new Dictionary<string, object> { ["service_name"] = "s", ["message"] = "m", [field] = new string('x', length - 1) + "é" };

        var answer = await project.Key.PostAsync("/logs/ingest", new { logs = new[] { entry } });

        Assert.Equal(code, answer.Code);
        Assert.True(code == 400 ? answer.Detail.Contains($"0 -> {field}: String should have at most", StringComparison.Ordinal) : (await project.SearchAsync("")).Messages[0]!.Length == 65_536);
    }

    [Fact]
    public async Task Too_much_of_anything_is_refused()
    {
        var project = server.NewProject();
        var deep = $$"""{"logs":[{"service_name":"s","message":"m","attributes":{{string.Concat(Enumerable.Repeat("{\"a\":", 100))}}1{{new string('}', 100)}}}]}""";
        var wide = new { service_name = "s", message = "m", attributes = Enumerable.Range(0, 20_000).ToDictionary(n => $"label{n}", n => n) };

        Assert.Equal(400, (await project.Key.SendAsync(HttpMethod.Post, "/logs/ingest", deep)).Code);
        Assert.Contains("attributes: should have at most", (await project.Key.PostAsync("/logs/ingest", new { logs = new[] { wide } })).Detail, StringComparison.Ordinal);
        Assert.Equal(413, (await project.Key.SendContentAsync(HttpMethod.Post, "/logs/ingest", Packed(new byte[50_000_000]))).Code);
        Assert.Equal(0, (await project.Viewer.GetAsync("/logs/stats")).Number("total"));
    }

    [Fact]
    public async Task Invalid_UTF_8_and_gzip_are_refused()
    {
        var project = server.NewProject();
        byte[] broken = [.. """{"logs":[{"service_name":"s","message":" """.Trim().Select(character => (byte)character), 0xff, 0xfe, .. "\"}]}"u8];
        using var content = new ByteArrayContent(broken);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var notPacked = new ByteArrayContent("{}"u8.ToArray());
        notPacked.Headers.ContentEncoding.Add("gzip");

        Assert.Equal(400, (await project.Key.SendContentAsync(HttpMethod.Post, "/logs/ingest", content)).Code);
        Assert.Equal(400, (await project.Key.SendContentAsync(HttpMethod.Post, "/logs/ingest", notPacked)).Code);
        Assert.Equal(200, (await project.Key.SendContentAsync(HttpMethod.Post, "/logs/ingest", Packed(Encoding.UTF8.GetBytes("""{"logs":[]}""")))).Code);
    }

    private static ByteArrayContent Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
