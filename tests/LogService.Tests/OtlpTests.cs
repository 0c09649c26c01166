using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace SreCopilot.LogService.Tests;

/// <summary>What OpenTelemetry sends; the encodings themselves are proven in Otlp.Tests.</summary>
public sealed class OtlpTests(LogServer server) : IClassFixture<LogServer>
{
    private const string Body = """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},{"key":"host.name","value":{"stringValue":"h1"}}]},"scopeLogs":[{"logRecords":[
          {"timeUnixNano":"1772355600000000000","severityNumber":17,"severityText":"Error","body":{"stringValue":"payment failed"},"attributes":[{"key":"status","value":{"intValue":"502"}}],
           "traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"},
          {"observedTimeUnixNano":"1772355601000000000","severityText":"warning","body":{"kvlistValue":{"values":[{"key":"a","value":{"boolValue":true}}]}}},
          {"timeUnixNano":"1772355602000000000","severityNumber":3,"body":{"arrayValue":{"values":[{"intValue":"1"},{"doubleValue":2.5}]}}},
          {"timeUnixNano":"1772355603000000000","eventName":"user.signup"}]}]}]}
        """;

    [Fact]
    public async Task Log_records_become_lines()
    {
        var project = server.NewProject();

        var answer = await project.Key.SendAsync(HttpMethod.Post, "/otlp/v1/logs", Body);

        Assert.Equal((200, "{}"), (answer.Code, answer.Body.ToString()));
        var page = await project.SearchAsync("service:shop");
        Assert.Equal(["user.signup", "[1,2.5]", """{"a":true}""", "payment failed"], page.Messages);
        Assert.Equal(["INFO", "DEBUG", "WARN", "ERROR"], page.Each("items", "level"));
        Assert.Equal(["2026-03-01T09:00:03Z", "2026-03-01T09:00:02Z", "2026-03-01T09:00:01Z", "2026-03-01T09:00:00Z"], page.Each("items", "timestamp"));
        var found = await project.SearchAsync("trace:5b8efff798038103d269b633813fc60c span:eee19b7ec3c1b174 status:>=500 host.name:h1");
        Assert.Equal(["payment failed"], found.Messages);
    }

    [Fact]
    public async Task The_same_bytes_are_stored_once_also_packed()
    {
        var project = server.NewProject();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Body), TestContext.Current.CancellationToken);
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        var first = await project.Key.SendContentAsync(HttpMethod.Post, "/otlp/v1/logs", content);
        var second = await project.Key.SendAsync(HttpMethod.Post, "/otlp/v1/logs", Body);

        Assert.Equal((200, 200), (first.Code, second.Code));
        Assert.Equal(4, (await project.Viewer.GetAsync("/logs/stats")).Number("total"));
    }

    [Fact]
    public async Task What_is_too_old_is_a_partial_success()
    {
        var project = server.NewProject();

        var answer = await project.Key.SendAsync(HttpMethod.Post, "/otlp/v1/logs", Body.Replace("1772355600000000000", "1000000000000000000", StringComparison.Ordinal));

        Assert.Equal(200, answer.Code);
        Assert.Equal("1", answer["partialSuccess"].GetProperty("rejectedLogRecords").GetString());
        Assert.Equal(3, (await project.Viewer.GetAsync("/logs/stats")).Number("total"));
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("""{"resourceLogs":7}""", 400)]
    [InlineData("""{"unknown":[]}""", 200)]
    public async Task Nonsense_is_answered_as_the_protocol_wants(string body, int code) =>
        Assert.Equal(code, (await server.NewProject().Key.SendAsync(HttpMethod.Post, "/otlp/v1/logs", body)).Code);
}
