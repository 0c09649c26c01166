using SreCopilot.LogService.Patterns;
using SreCopilot.LogService.Registry;
using SreCopilot.LogService.Storage;
using SreCopilot.LogService.Tail;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary>Puts the lines of a request into its batch, with everything that is counted about them; live tails see them after the commit.</summary>
internal sealed class LineWriter(Partitions partitions, PatternBooks patterns, LineIds ids, TailPublisher tails, ServiceReports services)
{
    /// <returns>How many lines were left out, because they are older than what the project keeps.</returns>
    public async Task<int> AddAsync(IngestBatch batch, IReadOnlyList<NewLine> lines, CancellationToken cancel)
    {
        var book = await patterns.OpenAsync(batch.ProjectId, cancel);
        var found = book.Find(lines, out var newPatterns);
        List<LogLine>? shown = tails.IsTailed(batch.ProjectId) ? [] : null;
        LogCounts? counts = null;
        counts = new LogCounts(batch.ProjectId, newPatterns, () =>
        {
            book.MarkStored(newPatterns);
            services.Saw(batch.TenantId, batch.ProjectId, counts!.Minutes.Keys.Select(key => key.Service).Distinct());
            tails.Publish(batch.ProjectId, shown ?? []);
        });
        var tooOld = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            // A line is not lost for a clock that is ahead; PostgreSQL keeps microseconds.
            var time = ToMicroseconds(batch.Times.NotAhead(line.Time ?? batch.Times.Now));
            if (!batch.Times.Contains(time))
            {
                tooOld++;
                continue;
            }

            var id = ids.Next();
            var row = batch.AddRow(LogTables.Lines, time).Big(id).Small((short)line.Level).Text(line.Service).Text(line.Message).Jsonb(line.Attributes.Span)
                .Text(line.TraceId).Text(line.SpanId);
            _ = found[i] is { } pattern ? row.Uuid(pattern) : row.Null();
            var grams = Grams.Of(line.Message);
            row.Big(grams.First).Big(grams.Second);
            counts.Add(time, line.Level, line.Service, found[i], line.Message);
            shown?.Add(TailLine.Of(time, id, line, found[i]));
        }

        await EnsurePartitionsAsync(counts, cancel);
        batch.Attach(counts);
        return tooOld;
    }

    // Of the tables that are not written by COPY.
    private async Task EnsurePartitionsAsync(LogCounts counts, CancellationToken cancel)
    {
        foreach (var day in counts.Minutes.Keys.Select(key => key.Minute.UtcDateTime.Date).Distinct())
        {
            foreach (var table in LogTables.All)
            {
                await partitions.EnsureAsync(table, new DateTimeOffset(day, TimeSpan.Zero), cancel);
            }
        }
    }

    private static DateTimeOffset ToMicroseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
