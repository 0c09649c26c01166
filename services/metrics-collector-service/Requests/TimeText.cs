using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Requests;

/// <summary>Times as clients write them, as exactly as PostgreSQL keeps them: an answer and a later one show the same moment.</summary>
internal static class TimeText
{
    public static DateTimeOffset? Parse(string? text) => ClientTime.Parse(text) is { } time ? Stored(time) : null;

    public static DateTimeOffset Stored(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
