using System.Buffers.Binary;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace SreCopilot.Gateway.Otlp;

/// <summary>
/// OTLP over gRPC, on a port of its own. A unary call's message is the body of the same request of OTLP/HTTP, byte by byte,
/// so the call becomes that request and its answer becomes the call's: one way through the platform for both.
/// </summary>
internal sealed class GrpcExports(RequestDelegate next, IOptions<OtlpOptions> options)
{
    private const int PrefixLength = 5;

    // What the services behind take in one request.
    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly Dictionary<string, string> Methods = new()
    {
        ["/opentelemetry.proto.collector.trace.v1.TraceService/Export"] = "traces",
        ["/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"] = "metrics",
        ["/opentelemetry.proto.collector.logs.v1.LogsService/Export"] = "logs",
    };

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Connection.LocalPort != options.Value.GrpcPort)
        {
            await next(context);
            return;
        }

        try
        {
            await HandleAsync(context);
        }
        catch (BadHttpRequestException) when (!context.Response.HasStarted)
        {
            await GrpcAnswer.WriteAsync(context, new RpcStatus(RpcStatus.InvalidArgument, "The message could not be read."));
        }
    }

    private static async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpProtocol.IsHttp2(request.Protocol) || !Methods.TryGetValue(request.Path.Value ?? "", out var signal)
            || request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true)
        {
            await GrpcAnswer.WriteAsync(context, new RpcStatus(RpcStatus.Unimplemented, "This port takes OTLP over gRPC: the Export calls of traces, metrics and logs."));
            return;
        }

        if (await OpenMessageAsync(context) is { } mistake)
        {
            await GrpcAnswer.WriteAsync(context, mistake);
            return;
        }

        var body = await OtlpExport.ForwardAsync(context, signal);
        await GrpcAnswer.WriteAsync(context, context.Response.StatusCode, body);
    }

    // Before the message: one byte, 1 when it is compressed, and its length in four.
    private static async Task<RpcStatus?> OpenMessageAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes + PrefixLength;
        }

        var prefix = new byte[PrefixLength];
        if (await request.Body.ReadAtLeastAsync(prefix, PrefixLength, throwOnEndOfStream: false, context.RequestAborted) < PrefixLength || prefix[0] > 1)
        {
            return new RpcStatus(RpcStatus.InvalidArgument, "A call has one message.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
        if (length > MostBytes)
        {
            return new RpcStatus(RpcStatus.ResourceExhausted, $"The message is too large: at most {MostBytes / (1024 * 1024)} MiB are accepted. Send smaller batches.");
        }

        var isPacked = prefix[0] == 1;
        if (isPacked && request.Headers.GrpcEncoding != "gzip")
        {
            return new RpcStatus(RpcStatus.Unimplemented, "Compress with gzip or not at all.");
        }

        request.ContentType = "application/x-protobuf";
        request.ContentLength = length;
        request.Headers.Remove(HeaderNames.ContentEncoding);
        if (isPacked)
        {
            request.Headers.ContentEncoding = "gzip";
        }

        return null;
    }
}
