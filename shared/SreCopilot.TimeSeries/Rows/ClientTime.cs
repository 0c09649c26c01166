using System.Globalization;
using System.Text.Json;

namespace SreCopilot.TimeSeries;

/// <summary>The times that clients write: ISO 8601 in all forms seen, and seconds, milli-, micro- or nanoseconds since 1970.</summary>
public static class ClientTime
{
    /// <summary>Reads a time.</summary>
    /// <param name="json">For example <c>"2026-03-01T10:20:30.5Z"</c>, <c>"2026-03-01"</c>, <c>1772360430</c>, <c>"1772360430123"</c>.</param>
    /// <returns>The time in UTC; null when it is none.</returns>
    public static DateTimeOffset? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => Parse(json.GetString()),
        JsonValueKind.Number when json.TryGetDouble(out var number) => OfNumber(number),
        _ => null,
    };

    /// <inheritdoc cref="Read"/>
    /// <param name="text">The time as text.</param>
    public static DateTimeOffset? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 64)
        {
            return null;
        }

        var iso = text.AsSpan().Trim();
        // "2026-01-01T00:00:00.010000+00:00Z": upstream's own format, in data that was exported from it.
        if (iso.Length > 7 && iso[^1] is 'Z' && iso[^7] is '+' or '-' && iso[^4] == ':')
        {
            iso = iso[..^1];
        }

        if (DateTimeOffset.TryParse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && iso.ContainsAny("-/T"))
        {
            return time;
        }

        return double.TryParse(iso, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? OfNumber(number) : null;
    }

    /// <summary>A time in nanoseconds since 1970, as OTLP has it.</summary>
    /// <param name="nanoseconds">The number; beyond the year 9999 counts as that.</param>
    /// <returns>The time, to the microsecond below.</returns>
    public static DateTimeOffset OfNanoseconds(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)Math.Min(nanoseconds / 100, (ulong)(DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks));

    // The unit is the one in which the number is a time of this age.
    private static DateTimeOffset? OfNumber(double number) => number switch
    {
        < 0 or double.NaN => null,
        < 1e11 => DateTimeOffset.UnixEpoch.AddTicks((long)(number * TimeSpan.TicksPerSecond)),
        < 1e14 => DateTimeOffset.UnixEpoch.AddTicks((long)(number * TimeSpan.TicksPerMillisecond)),
        < 1e17 => DateTimeOffset.UnixEpoch.AddTicks((long)(number * TimeSpan.TicksPerMicrosecond)),
        < 1e20 => OfNanoseconds((ulong)number),
        _ => null,
    };
}
