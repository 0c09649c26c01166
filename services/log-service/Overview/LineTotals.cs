using SreCopilot.Database;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Search.Language;

namespace SreCopilot.LogService.Overview;

/// <summary>Numbers of lines without reading them.</summary>
internal static class LineTotals
{
    /// <summary>All lines of a project: a few rows per day.</summary>
    public static async Task<long> CountAllAsync(DatabaseSession session, Guid project, CancellationToken cancel) => await session.SingleOrDefaultAsync(
        $"select coalesce(sum(d.lines), 0)::bigint from log_days d where d.project_id = {project}", row => row.GetInt64(0), cancel);

    /// <summary>The lines that a query of services and levels wants: whole minutes are counted already, the two at the edges are not.</summary>
    public static async Task<long> CountAsync(DatabaseSession session, Guid project, LogQuery query, TimeRange range, CancellationToken cancel)
    {
        if (range.IsOpen)
        {
            return await SumAsync(session, $"select coalesce(sum(l.lines), 0)::bigint from log_days l where l.project_id = {project} and {query.Condition}", cancel);
        }

        var from = range.From is { } start ? Ceiling(start) : (DateTimeOffset?)null;
        // The end is included, so the minute in which it lies is never whole.
        var to = range.To is { } end ? Floor(end) : (DateTimeOffset?)null;
        if (from > to)
        {
            return await SumAsync(session, $"select count(*) from log_lines l where l.project_id = {project} and {range.Condition} and {query.Condition}", cancel);
        }

        var total = await SumAsync(
            session,
            $"select coalesce(sum(l.lines), 0)::bigint from log_minutes l where l.project_id = {project} and {Whole(from, to)} and {query.Condition}",
            cancel);
        if (from is { } firstWhole && firstWhole > range.From)
        {
            total += await SumAsync(
                session, $"select count(*) from log_lines l where l.project_id = {project} and l.time >= {range.From!.Value} and l.time < {firstWhole} and {query.Condition}", cancel);
        }

        if (to is { } lastBegun)
        {
            total += await SumAsync(
                session, $"select count(*) from log_lines l where l.project_id = {project} and l.time >= {lastBegun} and l.time <= {range.To!.Value} and {query.Condition}", cancel);
        }

        return total;
    }

    public static DateTimeOffset Floor(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMinute));

    private static DateTimeOffset Ceiling(DateTimeOffset time) => Floor(time) == time ? time : Floor(time).AddMinutes(1);

    private static Sql Whole(DateTimeOffset? from, DateTimeOffset? to) => (from, to) switch
    {
        ({ } first, { } last) => (Sql)$"l.time >= {first} and l.time < {last}",
        ({ } first, null) => (Sql)$"l.time >= {first}",
        (null, { } last) => (Sql)$"l.time < {last}",
        _ => (Sql)$"true",
    };

    private static async Task<long> SumAsync(DatabaseSession session, Sql sql, CancellationToken cancel) =>
        await session.SingleOrDefaultAsync(sql, row => row.GetInt64(0), cancel);
}
