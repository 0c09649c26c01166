using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SreCopilot.ServiceDefaults.Configuration;

/// <summary>
/// Times go out as <c>2026-03-01T10:20:30.123456Z</c>: always UTC, microseconds or, when they are zero, none. Coming in, a
/// time without an offset is UTC, because that is what upstream's clients mean by it.
/// </summary>
internal sealed class WireTime : JsonConverter<DateTimeOffset>
{
    private const string WithMicroseconds = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
    private const string WithoutFraction = "yyyy-MM-ddTHH:mm:ssZ";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && DateTimeOffset.TryParse(reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new JsonException("Not a date and time of ISO 8601.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        var utc = value.UtcDateTime;
        writer.WriteStringValue(utc.ToString(utc.Ticks / TimeSpan.TicksPerMicrosecond % 1_000_000 == 0 ? WithoutFraction : WithMicroseconds, CultureInfo.InvariantCulture));
    }
}
