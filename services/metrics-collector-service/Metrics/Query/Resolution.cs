using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Requests;

namespace SreCopilot.MetricsCollectorService.Metrics.Query;

/// <summary>Where the values of a query come from: points, or what they come to per minute or hour.</summary>
internal sealed record Resolution(string Name, TimeSpan Step)
{
    public static readonly Resolution Raw = new("raw", TimeSpan.FromSeconds(1));
    public static readonly Resolution Minute = new("minute", TimeSpan.FromMinutes(1));
    public static readonly Resolution Hour = new("hour", TimeSpan.FromHours(1));

    // Shorter ranges have few points, and the newest ones are not rolled up yet.
    private static readonly TimeSpan LongForPoints = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongForMinutes = TimeSpan.FromDays(4);

    /// <summary>The coarsest that still has the wanted steps, or a coarser one where the finer is not kept that long.</summary>
    public static Resolution Choose(TimeRange range, TimeSpan step, DateTimeOffset oldestPoint, DateTimeOffset oldestMinute)
    {
        var length = range.To - range.From;
        if (range.From < oldestMinute || (step >= Hour.Step && length > LongForMinutes))
        {
            return Hour;
        }

        return range.From < oldestPoint || (step >= Minute.Step && length > LongForPoints) ? Minute : Raw;
    }

    // Senders report every few seconds to minutes.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(15);

    /// <summary>Its rows, all in the form of a roll-up. Some more at the beginning: an increase needs the value before.</summary>
    public Sql Rows(Guid project, long[] ids, DateTimeOffset from, DateTimeOffset to) => Name switch
    {
        "hour" => $"""
            select series_id, time, points, sum, min, max, first, last, increase from metric_hours
            where project_id = {project} and series_id = any({ids}) and time >= {from.AddHours(-1)} and time < {to}
            """,
        "minute" => $"""
            select series_id, time, points, sum, min, max, first, last, increase from metric_minutes
            where project_id = {project} and series_id = any({ids}) and time >= {from - Before} and time < {to}
            """,
        _ => $"""
            select series_id, time, 1::bigint as points, value as sum, value as min, value as max, value as first, value as last, 0::double precision as increase from metric_points
            where project_id = {project} and series_id = any({ids}) and time >= {from - Before} and time < {to}
            """,
    };
}
