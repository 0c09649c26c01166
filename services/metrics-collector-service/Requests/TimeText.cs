using System.Globalization;

namespace SreCopilot.MetricsCollectorService.Requests;

/// <summary>
/// Times as clients write them: <c>2026-03-01T10:20:30.123456Z</c>, <c>2026-03-01 10:20+01:00</c>, <c>2026-03-01</c>, without an offset
/// meaning UTC, the malformed <c>2026-03-01T10:20:30+00:00Z</c> of upstream's exports, and numbers since 1970 in seconds, milli-,
/// micro- or nanoseconds. To the microsecond, as PostgreSQL keeps them.
/// </summary>
internal static class TimeText
{
    public static DateTimeOffset? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        text = text.Trim();
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return OfNumber(number);
        }

        if (text.Length > 20 && text[^1] is 'Z' && text[^7] is '+' or '-' && text[^4] == ':')
        {
            text = text[..^1];
        }

        return text.Length >= 10 && text[4] == '-' && text[7] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? Stored(time)
            : null;
    }

    /// <summary>By its size: 1772360430, 1772360430123, 1772360430123456 and 1772360430123456789 are in the same second.</summary>
    public static DateTimeOffset? OfNumber(double number)
    {
        var seconds = number switch
        {
            < 0 or double.NaN => double.NaN,
            < 1e11 => number,
            < 1e14 => number / 1e3,
            < 1e17 => number / 1e6,
            < 1e20 => number / 1e9,
            _ => double.NaN,
        };
        return double.IsNaN(seconds) ? null : Stored(DateTimeOffset.UnixEpoch.AddSeconds(seconds));
    }

    public static DateTimeOffset Stored(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
