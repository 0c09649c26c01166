using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SreCopilot.Otlp;

/// <summary>Answers as the OTLP specification wants them, in the encoding of the request.</summary>
public static class OtlpAnswer
{
    /// <summary>The content type of protobuf.</summary>
    public const string Protobuf = "application/x-protobuf";

    /// <summary>The content type of JSON.</summary>
    public const string Json = "application/json";

    /// <summary>The encoding that a request is in, and its answer with it.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Null when it is none of OTLP's.</returns>
    public static OtlpEncoding? FindEncoding(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Equals(Protobuf, StringComparison.OrdinalIgnoreCase) ? OtlpEncoding.Protobuf
            : type.Equals(Json, StringComparison.OrdinalIgnoreCase) ? OtlpEncoding.Json
            : null;
    }

    /// <summary>200: all is stored, or all but some items that never will be.</summary>
    /// <param name="http">The request.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="rejectedField">JSON's name of the number: <c>rejectedSpans</c>, <c>rejectedDataPoints</c> or <c>rejectedLogRecords</c>.</param>
    /// <param name="rejected">How many items were not stored.</param>
    /// <param name="reason">Why.</param>
    /// <returns>A task that ends when it is written.</returns>
    public static Task WriteSuccessAsync(HttpContext http, OtlpEncoding encoding, string rejectedField, long rejected, string reason)
    {
        var body = new ArrayBufferWriter<byte>();
        if (encoding == OtlpEncoding.Json)
        {
            using var json = new Utf8JsonWriter(body);
            json.WriteStartObject();
            if (rejected > 0 || reason.Length > 0)
            {
                json.WriteStartObject("partialSuccess");
                json.WriteString(rejectedField, rejected.ToString(CultureInfo.InvariantCulture));
                json.WriteString("errorMessage", reason);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }
        else if (rejected > 0 || reason.Length > 0)
        {
            var partial = new ArrayBufferWriter<byte>();
            partial.Number(1, rejected);
            partial.Text(2, reason);
            body.Message(1, partial.WrittenSpan);
        }

        return WriteAsync(http, encoding, StatusCodes.Status200OK, body.WrittenMemory);
    }

    /// <summary>An error: a <c>google.rpc.Status</c>. 429, 502, 503 and 504 ask to send again, all others say that it would be in vain.</summary>
    /// <param name="http">The request.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="retryAfterSeconds">When to send again.</param>
    /// <returns>A task that ends when it is written.</returns>
    public static Task WriteErrorAsync(HttpContext http, OtlpEncoding encoding, int status, string message, int? retryAfterSeconds = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (retryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = new ArrayBufferWriter<byte>();
        if (encoding == OtlpEncoding.Json)
        {
            using var json = new Utf8JsonWriter(body);
            json.WriteStartObject();
            json.WriteNumber("code", RpcCode(status));
            json.WriteString("message", message);
            json.WriteEndObject();
        }
        else
        {
            body.Number(1, RpcCode(status));
            body.Text(2, message);
        }

        return WriteAsync(http, encoding, status, body.WrittenMemory);
    }

    // google.rpc.Code
    private static int RpcCode(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => 16,
        StatusCodes.Status403Forbidden => 7,
        StatusCodes.Status404NotFound => 5,
        StatusCodes.Status413PayloadTooLarge => 11,
        StatusCodes.Status429TooManyRequests => 8,
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable => 14,
        StatusCodes.Status504GatewayTimeout => 4,
        >= 500 => 13,
        _ => 3,
    };

    private static async Task WriteAsync(HttpContext http, OtlpEncoding encoding, int status, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = encoding == OtlpEncoding.Json ? Json : Protobuf;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
