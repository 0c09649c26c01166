using SreCopilot.Database;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Patterns;

/// <summary>Lines of a pattern and level, before patterns that were merged are added up.</summary>
internal sealed record CountedPattern(Guid Pattern, Level Level, long Lines, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>The lines of each of the last hours, the present one last.</summary>
    public long[] Trend { get; } = new long[PatternCounts.TrendHours];
}

internal static class PatternCounts
{
    public const int TrendHours = 24;

    public static async Task<List<CountedPattern>> ReadAsync(
        DatabaseSession session, Guid project, TimeRange range, Level? level, DateTimeOffset now, CancellationToken cancel)
    {
        // A range begins with the hour in which it begins.
        var hours = range with { From = range.From is { } from ? Floor(from) : null };
        var counts = await session.ListAsync(
            $"""
            select l.pattern, l.level, sum(l.lines)::bigint, min(l.first_seen), max(l.last_seen) from log_pattern_hours l
            where l.project_id = {project} and {hours.Condition} and {Levels()} group by l.pattern, l.level
            """,
            row => new CountedPattern(row.GetGuid(0), (Level)row.GetInt16(1), row.GetInt64(2), row.GetFieldValue<DateTimeOffset>(3), row.GetFieldValue<DateTimeOffset>(4)),
            cancel);

        var begin = Floor(now).AddHours(1 - TrendHours);
        var known = counts.ToDictionary(count => (count.Pattern, count.Level));
        var trend = await session.ListAsync(
            $"""
            select l.pattern, l.level, l.time, l.lines from log_pattern_hours l
            where l.project_id = {project} and l.time >= {begin} and l.time < {begin.AddHours(TrendHours)} and {Levels()}
            """,
            row => (Key: (row.GetGuid(0), (Level)row.GetInt16(1)), Hour: (int)(row.GetFieldValue<DateTimeOffset>(2) - begin).TotalHours, Lines: row.GetInt64(3)),
            cancel);
        foreach (var (key, hour, lines) in trend)
        {
            if (known.TryGetValue(key, out var count))
            {
                count.Trend[hour] += lines;
            }
        }

        return counts;

        Sql Levels() => level is { } wanted ? (Sql)$"l.level = {(short)wanted}" : (Sql)$"true";
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerHour));
}
