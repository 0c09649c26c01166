using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SreCopilot.Gateway.Otlp;

/// <summary>A <c>google.rpc.Status</c>: how OTLP says what went wrong, over HTTP and over gRPC.</summary>
/// <param name="Code">A <c>google.rpc.Code</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="RetryAfterSeconds">When to send again; null when that would be in vain or any time will do.</param>
internal sealed record RpcStatus(int Code, string Message, int? RetryAfterSeconds = null)
{
    public const int InvalidArgument = 3;
    public const int ResourceExhausted = 8;
    public const int Unimplemented = 12;

    /// <summary>
    /// By what OTLP's senders do: they repeat 1, 4, 10, 11, 14, 15, and nothing else. So too much at once is
    /// "unavailable", as the specification has it for pressure, and too large is not "out of range".
    /// </summary>
    public static RpcStatus OfHttp(int status, string message, int? retryAfterSeconds = null) => new(status switch
    {
        StatusCodes.Status401Unauthorized => 16,
        StatusCodes.Status403Forbidden => 7,
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => Unimplemented,
        StatusCodes.Status413PayloadTooLarge => ResourceExhausted,
        StatusCodes.Status429TooManyRequests or StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable => 14,
        StatusCodes.Status504GatewayTimeout => 4,
        >= StatusCodes.Status500InternalServerError => 13,
        _ => InvalidArgument,
    }, message, retryAfterSeconds);

    /// <summary>The text of an error in the platform's own words: <c>{"detail":"..."}</c>; null for anything else.</summary>
    public static string? FindDetail(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String
                ? detail.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a Status in protobuf: <c>08 03 12 05 "wrong"</c>; null for anything else.</summary>
    public static string? FindMessage(ReadOnlySpan<byte> protobuf)
    {
        // The code is a single byte, and the platform's texts are shorter than 16 KiB: a length of one or two bytes.
        var text = protobuf is [0x08, _, 0x12, ..] ? protobuf[3..] : protobuf is [0x12, ..] ? protobuf[1..] : default;
        if (text.Length < 2)
        {
            return null;
        }

        var (length, from) = text[0] < 0x80 ? (text[0], 1) : ((text[0] & 0x7F) | (text[1] << 7), 2);
        return from + length <= text.Length ? Encoding.UTF8.GetString(text.Slice(from, length)) : null;
    }

    public byte[] ToJson()
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteNumber("code", Code);
            json.WriteString("message", Message);
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    /// <summary>With <c>google.rpc.RetryInfo</c> among its details when it says when to send again.</summary>
    public byte[] ToProtobuf()
    {
        var message = Encoding.UTF8.GetBytes(Message);
        byte[] status = [0x08, (byte)Code, .. Field(2, message)];
        if (RetryAfterSeconds is not { } seconds)
        {
            return status;
        }

        // Any { type_url = 1, value = 2: RetryInfo { retry_delay = 1: Duration { seconds = 1 } } }
        byte[] duration = [0x08, .. Varint(seconds)];
        byte[] any = [.. Field(1, "type.googleapis.com/google.rpc.RetryInfo"u8), .. Field(2, Field(1, duration))];
        return [.. status, .. Field(3, any)];
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];
}
