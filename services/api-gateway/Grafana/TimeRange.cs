using System.Globalization;

namespace SreCopilot.ApiGateway.Grafana;

/// <summary>A stretch of time in epoch seconds.</summary>
internal readonly record struct TimeRange(long From, long To)
{
    private const long Hour = 3600;

    // The years 1970 to 2286: beyond, no monitoring system has data, and numbers overflow.
    private const double LastSecond = 9_999_999_999;

    public long Seconds => Math.Max(0, To - From);

    /// <summary>Reads two relative times; null when they are not in order.</summary>
    public static TimeRange? Parse(string? from, string? to, DateTimeOffset now)
    {
        var range = new TimeRange(Parse(from, now), Parse(to, now));
        return range.From < range.To ? range : null;
    }

    /// <summary><c>now</c>, <c>now-6h</c> (units s m h d w), epoch seconds; anything else is an hour ago.</summary>
    public static long Parse(string? text, DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds();
        text = text?.Trim();
        if (text == "now")
        {
            return current;
        }

        if (text is ['n', 'o', 'w', '-', .. var digits, var unit] && SecondsOf(unit) is { } seconds
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= current / seconds)
        {
            return current - (count * seconds);
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var epoch) && epoch <= LastSecond ? (long)epoch : current - Hour;
    }

    private static long? SecondsOf(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => Hour,
        'd' => 24 * Hour,
        'w' => 7 * 24 * Hour,
        _ => null,
    };
}
