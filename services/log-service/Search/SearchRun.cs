using System.Diagnostics;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.LogService.Overview;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Search;

/// <summary>
/// One search. What services and levels decide is counted from the roll-ups and read from the index. Text is looked for from
/// the newest line backwards, in steps that grow, so that partitions and hours which are not needed are not read; when the time is
/// over, the answer says how far it came.
/// </summary>
internal sealed class SearchRun(ServiceDatabase database, CallerScope scope, LogFilter filter, TimeRange range, TimeProvider time, TimeSpan patience)
{
    // Enough to say "many"; beyond it every further line would have to be read just for the number.
    private const int MostCounted = 10_000;

    private static readonly TimeSpan FirstStep = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(7);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Guid _project = scope.ProjectId!.Value;

    public async Task<LogPage> ReadPageAsync(int limit, int offset, LineKey? cursor, CancellationToken cancel) =>
        filter.IsCounted || filter.TraceId is not null
            ? await ReadIndexedAsync(limit, offset, cursor, cancel)
            : await ReadTextAsync(limit, offset, cursor, cancel);

    private async Task<LogPage> ReadIndexedAsync(int limit, int offset, LineKey? cursor, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(scope, cancel);
        var lines = await session.ListAsync(
            $"""
            select {LogLine.Columns} from log_lines l
            where l.project_id = {_project} and {range.Condition} and {Before(cursor)} and {filter.Condition}
            order by l.time desc, l.id desc limit {limit + 1} offset {offset}
            """,
            row => LogLine.Read(row),
            cancel);
        var total = filter.IsCounted
            ? await LineTotals.CountAsync(session, _project, filter.Query, range, cancel)
            : await session.SingleOrDefaultAsync(
                $"select count(*) from (select 1 from log_lines l where l.project_id = {_project} and {range.Condition} and {filter.Condition} limit {MostCounted + 1}) as found",
                row => row.GetInt64(0),
                cancel);
        return Page(lines, total, limit, offset, isExact: filter.IsCounted || total <= MostCounted, searchedBackTo: null);
    }

    private async Task<LogPage> ReadTextAsync(int limit, int offset, LineKey? cursor, CancellationToken cancel)
    {
        List<LogLine> lines = [];
        long total = 0;
        var (end, oldest) = await FindBoundsAsync(cancel);
        var step = FirstStep;
        DateTimeOffset? searchedBackTo = null;
        while (end is not null && oldest is not null && end >= oldest)
        {
            var start = end.Value - step > oldest ? end.Value - step : oldest.Value;
            if (await ReadStepAsync(new TimeRange(start, end), limit + 1 - lines.Count, Math.Max(0, offset - total), cursor, MostCounted + 1 - total, cancel) is not { } found)
            {
                searchedBackTo = end;
                break;
            }

            lines.AddRange(found.Lines);
            total += found.Count;
            end = start.AddTicks(-TimeSpan.TicksPerMicrosecond);
            step = step * 4 < LongestStep ? step * 4 : LongestStep;
            if (total > MostCounted && lines.Count > limit)
            {
                break;
            }
        }

        return Page(lines, total, limit, offset, isExact: total <= MostCounted && searchedBackTo is null, searchedBackTo);
    }

    // Where the project's lines begin and end, within the range that was asked for.
    private async Task<(DateTimeOffset? Newest, DateTimeOffset? Oldest)> FindBoundsAsync(CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(scope, cancel);
        var oldest = await session.SingleOrDefaultAsync(
            $"select min(l.time) from log_lines l where l.project_id = {_project} and {range.Condition}", row => row.GetValueOrNull<DateTimeOffset>(0), cancel);
        var newest = await session.SingleOrDefaultAsync(
            $"select max(l.time) from log_lines l where l.project_id = {_project} and {range.Condition}", row => row.GetValueOrNull<DateTimeOffset>(0), cancel);
        return (newest, oldest);
    }

    // One scan of the step: how many there are, and the lines that belong to the page.
    private async Task<(List<LogLine> Lines, long Count)?> ReadStepAsync(
        TimeRange step, int wanted, long skipped, LineKey? cursor, long counted, CancellationToken cancel)
    {
        var rest = patience - _clock.Elapsed;
        if (rest <= TimeSpan.Zero)
        {
            return null;
        }

        try
        {
            await using var session = await database.OpenAsync(scope, cancel);
            await session.ExecuteAsync($"select set_config('statement_timeout', {SearchTime.Of(rest)}, true)", cancel);
            var count = 0L;
            var lines = await session.ListAsync(
                $"""
                with found as materialized (
                  select l.time, l.id from log_lines l where l.project_id = {_project} and {step.Condition} and {filter.Condition}
                  order by l.time desc, l.id desc limit {Math.Max(counted, wanted + skipped)}),
                page as (
                  select l.time, l.id from found l where {Before(cursor)} order by l.time desc, l.id desc limit {wanted} offset {skipped})
                select (select count(*) from found), {LogLine.Columns}
                from (select 1) as always
                left join (page p join log_lines l on l.project_id = {_project} and {step.Condition} and l.time = p.time and l.id = p.id) on true
                order by l.time desc, l.id desc
                """,
                row =>
                {
                    count = row.GetInt64(0);
                    return row.IsDBNull(1) ? null : LogLine.Read(row, first: 1);
                },
                cancel);
            return ([.. lines.OfType<LogLine>()], count);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled && !cancel.IsCancellationRequested)
        {
            // The time is over.
            return null;
        }
    }

    private static Sql Before(LineKey? cursor) => cursor is { } key ? (Sql)$"l.time <= {key.Time} and (l.time, l.id) < ({key.Time}, {key.Id})" : (Sql)$"true";

    private LogPage Page(List<LogLine> lines, long total, int limit, int offset, bool isExact, DateTimeOffset? searchedBackTo)
    {
        var items = lines.Count > limit ? lines[..limit] : lines;
        return new LogPage(
            items, Math.Max(total, offset + items.Count), limit, offset, isExact, searchedBackTo is null, searchedBackTo is null ? null : Min(searchedBackTo.Value, time.GetUtcNow()),
            lines.Count > limit ? items[^1].Id : null);
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
