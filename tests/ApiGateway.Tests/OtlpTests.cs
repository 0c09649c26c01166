using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>What exporters of OpenTelemetry and a Prometheus send, and what they are told.</summary>
public sealed class OtlpTests
{
    private const string Traces = "/api/v1/otlp/v1/traces";
    private readonly string _key = "srec_" + new string('k', 64);

    [Theory]
    [InlineData("X-API-Key", "{0}")]
    [InlineData("x-api-key", "{0}")]
    [InlineData("api-key", "{0}")]
    [InlineData("Authorization", "Bearer {0}")]
    public async Task The_key_may_be_in_any_header_that_senders_can_be_told_to_use(string header, string value)
    {
        await using var auth = await StartAuthAsync("ingest:traces");
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);

        var answer = await PostAsync(gateway, Traces, "x"u8.ToArray(), "application/x-protobuf", (header, value.Replace("{0}", _key, StringComparison.Ordinal)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var received = metrics.OnlyRequest();
        Assert.Equal("/otlp/v1/traces", received.Target);
        Assert.DoesNotContain(received.Headers, one => one.Value.Contains(_key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Packed_bodies_pass_as_they_are()
    {
        await using var auth = await StartAuthAsync("ingest:metrics");
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);

        var answer = await PostAsync(gateway, "/api/v1/prom/write", "snappy"u8.ToArray(), "application/x-protobuf", ("X-API-Key", _key), ("Content-Encoding", "snappy"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var received = metrics.OnlyRequest();
        Assert.Equal(("/prom/write", "snappy", "snappy", "application/x-protobuf"), (received.Target, received.Headers["Content-Encoding"], received.Body, received.Headers["Content-Type"]));
    }

    [Theory]
    [InlineData(null, 401, 16)]
    [InlineData("ingest:logs", 403, 7)]
    public async Task Refusals_are_a_Status_in_the_senders_encoding(string? scope, int status, byte code)
    {
        await using var auth = await StartAuthAsync(scope);
        await using var gateway = Start(auth, null);

        var proto = await PostAsync(gateway, Traces, [], "application/x-protobuf", ("X-API-Key", _key));
        var json = await PostAsync(gateway, Traces, "{}"u8.ToArray(), "application/json", ("X-API-Key", _key));

        Assert.Equal((status, "application/x-protobuf"), ((int)proto.StatusCode, proto.Content.Headers.ContentType?.MediaType));
        var body = await proto.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        // code = 1 (varint), message = 2 (text)
        Assert.Equal([0x08, code, 0x12], body[..3]);
        Assert.Contains("API key", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        Assert.Equal(status, (int)json.StatusCode);
        Assert.Equal(code, (await Detail.ReadAsync(json)).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_service_that_is_away_is_an_error_that_senders_repeat()
    {
        await using var auth = await StartAuthAsync("ingest:traces");
        await using var gateway = Start(auth, null);

        var answer = await PostAsync(gateway, Traces, [], "application/x-protobuf", ("X-API-Key", _key));

        Assert.Equal((HttpStatusCode.BadGateway, "application/x-protobuf"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal([0x08, 14], (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))[..2]);
    }

    [Fact]
    public async Task Answers_of_the_service_pass_as_they_are()
    {
        await using var auth = await StartAuthAsync("ingest:traces");
        await using var metrics = await TestBackend.StartAsync(async context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "1";
            context.Response.ContentType = "application/x-protobuf";
            await context.Response.Body.WriteAsync(new byte[] { 8, 8 });
        });
        await using var gateway = Start(auth, metrics);

        var answer = await PostAsync(gateway, Traces, [], "application/x-protobuf", ("X-API-Key", _key));

        Assert.Equal((429, "1"), ((int)answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.Equal([8, 8], await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Too_much_is_refused_before_it_is_sent_on()
    {
        await using var auth = await StartAuthAsync("ingest:traces");
        await using var metrics = await TestBackend.StartAsync();
        await using var gateway = Start(auth, metrics);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(new byte[17 * 1024 * 1024]);
        }

        var answer = await PostAsync(gateway, Traces, packed.ToArray(), "application/x-protobuf", ("X-API-Key", _key), ("Content-Encoding", "gzip"), ("Expect", "100-continue"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(metrics.Received);
    }

    private static Gateway Start(TestBackend auth, TestBackend? metrics) =>
        Gateway.Start([("AUTH_SERVICE_URL", auth.Address), ("METRICS_COLLECTOR_URL", metrics?.Address ?? "http://127.0.0.1:1")]);

    private static async Task<HttpResponseMessage> PostAsync(Gateway gateway, string path, byte[] body, string type, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<TestBackend> StartAuthAsync(string? scope)
    {
        var auth = await TestBackend.StartAsync();
        auth.Internal = async context =>
        {
            if (context.Request.Path == "/internal/revocations")
            {
                await context.Response.WriteAsync("""{"cursor":"1","revocations":[]}""");
                return;
            }

            context.Response.StatusCode = scope is null ? 401 : 200;
            await context.Response.WriteAsync(
                $$"""{"api_key_id":"{{Guid.NewGuid()}}","tenant_id":"{{Guid.NewGuid()}}","project_id":"{{Guid.NewGuid()}}","scopes":["{{scope}}"],"expires_at":null}""");
        };
        return auth;
    }
}
