using SreCopilot.Database;
using SreCopilot.LogService.Patterns.Mining;
using SreCopilot.LogService.Storage;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary>
/// Adds what was counted, in the transaction of the lines: counts are exact whatever is killed. One statement per table for
/// all requests of a group, with keys in one order so that replicas wait for each other in the same order.
/// </summary>
internal sealed class CountStep : IIngestStep
{
    public string Lane => LogTables.Signal;

    public async Task RunAsync(DatabaseSession session, IReadOnlyList<IngestBatch> batches, CancellationToken cancel)
    {
        var counts = batches.SelectMany(batch => batch.Attached).OfType<LogCounts>().ToList();
        await StorePatternsAsync(session, counts, cancel);
        var minutes = Sum(counts, time => time);
        await session.ExecuteAsync($"""
            insert into log_minutes (project_id, time, service, level, lines)
            select * from unnest({minutes.Projects}, {minutes.Times}, {minutes.Services}, {minutes.Levels}, {minutes.Lines})
            on conflict (project_id, time, service, level) do update set lines = log_minutes.lines + excluded.lines
            """, cancel);
        var days = Sum(counts, time => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerDay)));
        await session.ExecuteAsync($"""
            insert into log_days (project_id, time, service, level, lines)
            select * from unnest({days.Projects}, {days.Times}, {days.Services}, {days.Levels}, {days.Lines})
            on conflict (project_id, time, service, level) do update set lines = log_days.lines + excluded.lines
            """, cancel);
        await ReadTotalsAsync(session, counts, cancel);
        await CountPatternsAsync(session, counts, cancel);
        await StoreSamplesAsync(session, counts, cancel);
        session.AfterCommit(() => counts.ForEach(count => count.Committed()));
    }

    private static LineCounts Sum(List<LogCounts> counts, Func<DateTimeOffset, DateTimeOffset> periodOf)
    {
        var sums = counts
            .SelectMany(count => count.Minutes, (count, entry) => (count.ProjectId, Time: periodOf(entry.Key.Minute), entry.Key.Service, entry.Key.Level, Lines: entry.Value))
            .GroupBy(entry => (entry.ProjectId, entry.Time, entry.Service, entry.Level), entry => entry.Lines)
            .OrderBy(sum => sum.Key.ProjectId).ThenBy(sum => sum.Key.Time).ThenBy(sum => sum.Key.Service, StringComparer.Ordinal).ThenBy(sum => sum.Key.Level)
            .ToList();
        return new LineCounts(
            [.. sums.Select(sum => sum.Key.ProjectId)],
            [.. sums.Select(sum => sum.Key.Time)],
            [.. sums.Select(sum => sum.Key.Service)],
            [.. sums.Select(sum => (short)sum.Key.Level)],
            [.. sums.Select(sum => sum.Sum())]);
    }

    // Once for all requests: each would have to ask for itself otherwise.
    private static async Task ReadTotalsAsync(DatabaseSession session, List<LogCounts> counts, CancellationToken cancel)
    {
        var projects = counts.Select(count => count.ProjectId).Distinct().ToArray();
        var totals = (await session.ListAsync(
            $"select d.project_id, sum(d.lines)::bigint from log_days d where d.project_id = any({projects}) group by d.project_id",
            row => (Project: row.GetGuid(0), Lines: row.GetInt64(1)),
            cancel)).ToDictionary(total => total.Project, total => total.Lines);
        counts.ForEach(count => count.Total = totals.GetValueOrDefault(count.ProjectId));
    }

    private static async Task CountPatternsAsync(DatabaseSession session, List<LogCounts> counts, CancellationToken cancel)
    {
        var sums = counts
            .SelectMany(count => count.Patterns, (count, entry) => (count.ProjectId, entry.Key, entry.Value))
            .GroupBy(entry => (entry.ProjectId, entry.Key.Hour, entry.Key.Pattern, entry.Key.Level), entry => entry.Value)
            .OrderBy(sum => sum.Key.ProjectId).ThenBy(sum => sum.Key.Hour).ThenBy(sum => sum.Key.Pattern).ThenBy(sum => sum.Key.Level)
            .Select(sum => (sum.Key, Count: sum.Aggregate((one, other) => one.Add(other))))
            .ToList();
        if (sums.Count == 0)
        {
            return;
        }

        await session.ExecuteAsync($"""
            insert into log_pattern_hours (project_id, time, pattern, level, lines, first_seen, last_seen)
            select * from unnest(
              {sums.Select(sum => sum.Key.ProjectId).ToArray()}, {sums.Select(sum => sum.Key.Hour).ToArray()}, {sums.Select(sum => sum.Key.Pattern).ToArray()},
              {sums.Select(sum => (short)sum.Key.Level).ToArray()}, {sums.Select(sum => sum.Count.Lines).ToArray()}, {sums.Select(sum => sum.Count.First).ToArray()},
              {sums.Select(sum => sum.Count.Last).ToArray()})
            on conflict (project_id, time, pattern, level) do update set
              lines = log_pattern_hours.lines + excluded.lines,
              first_seen = least(log_pattern_hours.first_seen, excluded.first_seen),
              last_seen = greatest(log_pattern_hours.last_seen, excluded.last_seen)
            """, cancel);
    }

    private static async Task StoreSamplesAsync(DatabaseSession session, List<LogCounts> counts, CancellationToken cancel)
    {
        var samples = counts
            .SelectMany(count => count.Samples, (count, entry) => (count.ProjectId, Pattern: entry.Key, Sample: entry.Value))
            .GroupBy(entry => (entry.ProjectId, entry.Pattern), (key, entries) => (key.ProjectId, key.Pattern, entries.MaxBy(entry => entry.Sample.Time).Sample))
            .OrderBy(entry => entry.ProjectId).ThenBy(entry => entry.Pattern)
            .ToList();
        if (samples.Count == 0)
        {
            return;
        }

        // Another one every second is enough.
        await session.ExecuteAsync($"""
            insert into log_pattern_samples (project_id, pattern, time, level, sample)
            select * from unnest(
              {samples.Select(entry => entry.ProjectId).ToArray()}, {samples.Select(entry => entry.Pattern).ToArray()}, {samples.Select(entry => entry.Sample.Time).ToArray()},
              {samples.Select(entry => (short)entry.Sample.Level).ToArray()}, {samples.Select(entry => entry.Sample.Text).ToArray()})
            on conflict (project_id, pattern) do update set time = excluded.time, level = excluded.level, sample = excluded.sample
              where log_pattern_samples.time < excluded.time - interval '1 second'
            """, cancel);
    }

    private static async Task StorePatternsAsync(DatabaseSession session, List<LogCounts> counts, CancellationToken cancel)
    {
        var patterns = counts
            .SelectMany(count => count.NewPatterns, (count, pattern) => (count.ProjectId, Pattern: pattern))
            .DistinctBy(entry => (entry.ProjectId, entry.Pattern.Id))
            .OrderBy(entry => entry.ProjectId).ThenBy(entry => entry.Pattern.Id)
            .ToList();
        if (patterns.Count == 0)
        {
            return;
        }

        await session.ExecuteAsync($"""
            insert into log_patterns (project_id, id, key, text, merged_into)
            select * from unnest(
              {patterns.Select(entry => entry.ProjectId).ToArray()}, {patterns.Select(entry => entry.Pattern.Id).ToArray()}, {patterns.Select(entry => entry.Pattern.Key).ToArray()},
              {patterns.Select(entry => entry.Pattern.Text).ToArray()}, {patterns.Select(entry => MergedInto(entry.Pattern)).ToArray()})
            on conflict (project_id, id) do update set merged_into = excluded.merged_into, changed_at = clock_timestamp()
              where excluded.merged_into is not null and log_patterns.merged_into is distinct from excluded.merged_into
            """, cancel);
    }

    private static Guid? MergedInto(Pattern pattern) => pattern.Current == pattern ? null : pattern.Current.Id;

    private sealed record LineCounts(Guid[] Projects, DateTimeOffset[] Times, string[] Services, short[] Levels, long[] Lines);
}
