using System.Diagnostics;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Overview;

/// <summary>Lines of a level in a bucket.</summary>
internal readonly record struct BucketCount(DateTimeOffset Bucket, Level Level, long Lines);

/// <summary>Counts lines per bucket and level: from the minutes where services and levels decide, else from the lines, the newest first, as far as the time suffices.</summary>
internal sealed class BucketCounter(ServiceDatabase database, CallerScope scope, LogFilter filter, DateTimeOffset from, DateTimeOffset to, int seconds)
{
    private static readonly TimeSpan FirstStep = TimeSpan.FromHours(1);

    private readonly TimeSpan _interval = TimeSpan.FromSeconds(seconds);

    /// <returns>The counts, and from when on they are complete when that is not the begin.</returns>
    public async Task<(List<BucketCount> Counts, DateTimeOffset? CountedFrom)> CountAsync(TimeSpan patience, CancellationToken cancel)
    {
        if (filter.IsCounted)
        {
            await using var session = await database.OpenAsync(scope, cancel);
            return (await ReadAsync(session, $"sum(l.lines)::bigint", $"log_minutes", from, to, cancel), null);
        }

        List<BucketCount> counts = [];
        var clock = Stopwatch.StartNew();
        var (end, step) = (to, FirstStep);
        while (end > from)
        {
            var start = end - step > from ? end - step : from;
            if (await TryCountAsync(start, end, patience - clock.Elapsed, cancel) is not { } found)
            {
                return (counts, end);
            }

            counts.AddRange(found);
            (end, step) = (start, step * 2);
        }

        return (counts, null);
    }

    private async Task<List<BucketCount>?> TryCountAsync(DateTimeOffset start, DateTimeOffset end, TimeSpan rest, CancellationToken cancel)
    {
        if (rest <= TimeSpan.Zero)
        {
            return null;
        }

        try
        {
            await using var session = await database.OpenAsync(scope, cancel);
            await session.ExecuteAsync($"select set_config('statement_timeout', {SearchTime.Of(rest)}, true)", cancel);
            return await ReadAsync(session, $"count(*)", $"log_lines", start, end, cancel);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private Task<List<BucketCount>> ReadAsync(DatabaseSession session, Sql number, Sql table, DateTimeOffset start, DateTimeOffset end, CancellationToken cancel) => session.ListAsync(
        $"""
        select date_bin({_interval}, l.time, {DateTimeOffset.UnixEpoch}), l.level, {number} from {table} l
        where l.project_id = {scope.ProjectId!.Value} and l.time >= {start} and l.time < {end} and {filter.Condition}
        group by 1, 2
        """,
        row => new BucketCount(row.GetFieldValue<DateTimeOffset>(0), (Level)row.GetInt16(1), row.GetInt64(2)),
        cancel);
}
