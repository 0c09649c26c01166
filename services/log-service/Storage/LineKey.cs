using System.Globalization;

namespace SreCopilot.LogService.Storage;

/// <summary>Which line: its time and its number. As text the id that clients see and the place at which a page goes on.</summary>
internal readonly record struct LineKey(DateTimeOffset Time, long Id)
{
    // 1772360430123456-7968712365: microseconds since 1970, then the number.
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}-{Id}");

    public static LineKey? Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && microseconds <= (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
                ? new LineKey(DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond), id)
                : null;
    }
}
