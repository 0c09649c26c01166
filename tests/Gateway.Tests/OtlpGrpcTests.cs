using System.Globalization;
using System.IO.Compression;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;

namespace SreCopilot.Gateway.Tests;

/// <summary>OTLP over gRPC on its own port, with a real gRPC client; behind the entry point it is OTLP/HTTP.</summary>
public sealed class OtlpGrpcTests
{
    private const string Service = "opentelemetry.proto.collector.trace.v1.TraceService";

    private static readonly Metadata Key = new() { { "x-api-key", "srec_k" } };

    [Theory]
    [InlineData("trace", "TraceService", "traces", false)]
    [InlineData("metrics", "MetricsService", "metrics", true)]
    [InlineData("logs", "LogsService", "logs", false)]
    public async Task A_call_becomes_the_same_request_of_http_and_its_answer_the_calls(string package, string service, string signal, bool packed)
    {
        byte[] partialSuccess = [0x0A, 0x02, 0x08, 0x07];
        var arrived = new TaskCompletionSource<byte[]>();
        await using var api = await TestBackend.StartAsync(async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            arrived.SetResult(body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
            await context.Response.Body.WriteAsync(partialSuccess);
        });
        await using var entry = new GrpcEntry(api);
        byte[] message = [1, 2, 3, 0, 255];

        var answer = await entry.CallAsync($"opentelemetry.proto.collector.{package}.v1.{service}", message, packed);

        Assert.Equal(partialSuccess, answer);
        var received = api.OnlyRequest();
        Assert.Equal(("POST", $"/api/v1/otlp/v1/{signal}", "srec_k", "application/x-protobuf"), (received.Method, received.Target, received.Headers["x-api-key"], received.Headers["Content-Type"]));
        Assert.Equal(packed, received.Headers.TryGetValue("Content-Encoding", out var encoding) && encoding == "gzip");
        var sent = await arrived.Task;
        Assert.Equal(message, packed ? Unpack(sent) : sent);
    }

    [Theory]
    [InlineData(400, StatusCode.InvalidArgument)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    // Senders repeat what is "out of range".
    [InlineData(413, StatusCode.ResourceExhausted)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Internal)]
    public async Task An_error_is_a_status_of_grpc_with_the_same_words(int http, StatusCode code)
    {
        await using var api = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = http;
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Headers.RetryAfter = http is 429 or 503 ? "300" : default;
            return context.Response.Body.WriteAsync(new byte[] { 0x08, 0x03, 0x12, 0x09 }.Concat("100% für"u8.ToArray()).ToArray()).AsTask();
        });
        await using var entry = new GrpcEntry(api);

        var error = await Assert.ThrowsAsync<RpcException>(() => entry.CallAsync(Service, [1]));

        Assert.Equal((code, "100% für"), (error.StatusCode, error.Status.Detail));
        // google.rpc.RetryInfo: 300 seconds.
        var details = error.Trailers.GetValueBytes("grpc-status-details-bin");
        Assert.Equal(http is 429 or 503, details is not null);
        Assert.True(details is null || details.AsSpan().EndsWith(new byte[] { 0x0A, 0x03, 0x08, 0xAC, 0x02 }));
    }

    [Fact]
    public async Task Without_api_gateway_senders_are_to_come_back()
    {
        await using var entry = new GrpcEntry(null);

        var error = await Assert.ThrowsAsync<RpcException>(() => entry.CallAsync(Service, [1]));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Contains("cannot be reached", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_calls_and_other_requests_are_not_served_on_this_port()
    {
        await using var api = await TestBackend.StartAsync();
        await using var entry = new GrpcEntry(api);

        var error = await Assert.ThrowsAsync<RpcException>(() => entry.CallAsync("grpc.health.v1.Health", [1]));
        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);

        using var browser = new HttpClient { BaseAddress = entry.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await browser.GetAsync(new Uri("/api/v1/status", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("12", response.Headers.GetValues("grpc-status").Single());
        Assert.Empty(api.Received);
    }

    [Theory]
    // No message, half a prefix, a length beyond the end, an unknown flag.
    [InlineData("", "3")]
    [InlineData("0000", "3")]
    [InlineData("00000000FF01", "3")]
    [InlineData("070000000101", "3")]
    // Too large; compressed as nobody said.
    [InlineData("00FFFFFFFF01", "8")]
    [InlineData("010000000101", "12")]
    public async Task Nonsense_is_refused(string hex, string status)
    {
        await using var api = await TestBackend.StartAsync();
        await using var entry = new GrpcEntry(api);
        using var client = new HttpClient { BaseAddress = entry.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var content = new ByteArrayContent(Convert.FromHexString(hex)) { Headers = { ContentType = new("application/grpc") } };

        using var response = await client.PostAsync(new Uri($"/{Service}/Export", UriKind.Relative), content, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, status), (response.StatusCode, response.Headers.GetValues("grpc-status").Single()));
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private sealed class GrpcEntry : IAsyncDisposable
    {
        private readonly EntryPoint _entryPoint;
        private readonly GrpcChannel _channel;

        public GrpcEntry(TestBackend? api)
        {
            var port = TestPort.Free();
            _entryPoint = EntryPoint.Start(api: api, settings: [("OTLP_GRPC_PORT", port.ToString(CultureInfo.InvariantCulture))]);
            Address = new Uri($"http://127.0.0.1:{port}");
            _channel = GrpcChannel.ForAddress(Address);
        }

        public Uri Address { get; }

        public async Task<byte[]> CallAsync(string service, byte[] message, bool packed = false)
        {
            var bytes = Marshallers.Create(value => value, value => value);
            var method = new Method<byte[], byte[]>(MethodType.Unary, service, "Export", bytes, bytes);
            Metadata headers = [.. Key];
            if (packed)
            {
                headers.Add("grpc-internal-encoding-request", "gzip");
            }

            return await _channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken), message);
        }

        public async ValueTask DisposeAsync()
        {
            _channel.Dispose();
            await _entryPoint.DisposeAsync();
        }
    }
}
