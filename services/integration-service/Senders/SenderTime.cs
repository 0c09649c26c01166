using System.Globalization;
using System.Text.Json;

namespace SreCopilot.IntegrationService.Senders;

/// <summary>Moments as senders write them: <c>2026-03-01T10:20:30.123456789Z</c>, <c>2026-03-01T10:20:30+00:00Z</c> (sic), <c>1772360430</c>.</summary>
internal static class SenderTime
{
    // Seconds until the year 5138; a greater number is in milliseconds.
    private const double MostSeconds = 1e11;
    private const double MostMilliseconds = 1e14;

    /// <summary>Null for what is no moment, and for Go's zero time (year 1), by which Prometheus and Grafana say "none".</summary>
    public static DateTimeOffset? Read(JsonElement value)
    {
        var moment = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var number) => FromUnix(number),
            JsonValueKind.String when value.AsText() is { } text => Parse(text),
            _ => null,
        };
        return moment is { Year: > 1970 and < 3000 } ? moment : null;
    }

    private static DateTimeOffset? Parse(string text)
    {
        var plain = text.Trim();
        plain = plain.EndsWith('Z') && plain.LastIndexOf('+') > 10 ? plain[..^1] : plain;
        return DateTimeOffset.TryParse(plain, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
            : double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? FromUnix(number)
            : null;
    }

    private static DateTimeOffset? FromUnix(double number) => number switch
    {
        > 0 and < MostSeconds => DateTimeOffset.UnixEpoch.AddSeconds(number),
        >= MostSeconds and < MostMilliseconds => DateTimeOffset.UnixEpoch.AddMilliseconds(number),
        _ => null,
    };
}
