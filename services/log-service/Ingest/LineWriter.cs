using SreCopilot.Identity;
using SreCopilot.LogService.Patterns;
using SreCopilot.LogService.Storage;
using SreCopilot.LogService.Tail;
using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Ingest;

/// <summary>What became of the lines of a request.</summary>
/// <param name="Outcome">Whether they are durable.</param>
/// <param name="Stored">How many are.</param>
/// <param name="TooOld">How many were left out, because they are older than what the project keeps.</param>
internal readonly record struct Written(IngestOutcome Outcome, int Stored, int TooOld);

/// <summary>Makes the lines of a request durable together with everything that is counted about them, and then shows them to live tails.</summary>
internal sealed class LineWriter(IngestWriter writer, Partitions partitions, PatternBooks patterns, LineIds ids, TailPublisher tails)
{
    public async Task<Written> WriteAsync(Caller caller, Reservation reservation, byte[]? key, IReadOnlyList<NewLine> lines, CancellationToken cancel)
    {
        using var batch = writer.NewBatch(LogTables.Signal, caller, reservation);
        batch.Key = key;
        var book = await patterns.OpenAsync(batch.ProjectId, cancel);
        var found = book.Find(lines, out var newPatterns);
        var counts = new LogCounts(batch.ProjectId) { NewPatterns = newPatterns };
        var isTailed = tails.IsTailed(batch.ProjectId);
        List<LogLine> shown = [];
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
            counts.Add(time, line.Level, line.Service, found[i], line.Message);
            if (isTailed)
            {
                shown.Add(TailLine.Of(time, id, line, found[i]));
            }
        }

        batch.Attach(counts);
        await EnsurePartitionsAsync(counts, cancel);
        var outcome = await writer.WriteAsync(batch);
        if (outcome == IngestOutcome.Stored)
        {
            book.MarkStored(newPatterns);
            tails.Publish(batch.ProjectId, shown);
        }

        return new Written(outcome, lines.Count - tooOld, tooOld);
    }

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
