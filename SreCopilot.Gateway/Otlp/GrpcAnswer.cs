using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SreCopilot.Gateway.Otlp;

/// <summary>Answers of gRPC: always HTTP 200; what became of the call stands in trailers, or in the headers when there is no message.</summary>
internal static class GrpcAnswer
{
    private const string StatusHeader = "grpc-status";
    private const int PrefixLength = 5;

    /// <summary>Writes the answer that OTLP/HTTP would have got.</summary>
    public static async Task WriteAsync(HttpContext context, int httpStatus, ReadOnlyMemory<byte> body)
    {
        if (httpStatus >= StatusCodes.Status400BadRequest)
        {
            var message = RpcStatus.FindMessage(body.Span) ?? RpcStatus.FindDetail(body.Span) ?? "The request failed.";
            int? retryAfter = int.TryParse(context.Response.Headers.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
            await WriteAsync(context, RpcStatus.OfHttp(httpStatus, message, retryAfter));
            return;
        }

        Begin(context);
        var answer = new byte[PrefixLength + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(answer.AsSpan(1), body.Length);
        body.CopyTo(answer.AsMemory(PrefixLength));
        context.Response.DeclareTrailer(StatusHeader);
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        context.Response.AppendTrailer(StatusHeader, "0");
    }

    /// <summary>Writes an error.</summary>
    public static Task WriteAsync(HttpContext context, RpcStatus status)
    {
        Begin(context);
        var headers = context.Response.Headers;
        if (status.Code == RpcStatus.Unimplemented)
        {
            headers.GrpcAcceptEncoding = "identity,gzip";
        }

        headers[StatusHeader] = status.Code.ToString(CultureInfo.InvariantCulture);
        headers.GrpcMessage = Escape(status.Message);
        if (status.RetryAfterSeconds is not null)
        {
            headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToProtobuf());
        }

        return context.Response.CompleteAsync();
    }

    private static void Begin(HttpContext context)
    {
        context.Response.Headers.Clear();
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
    }

    // Headers are ASCII: everything else, and %, as %41.
    private static string Escape(string message)
    {
        var escaped = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(message))
        {
            _ = one is >= 0x20 and <= 0x7E and not (byte)'%' ? escaped.Append((char)one) : escaped.Append('%').Append(one.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }
}
