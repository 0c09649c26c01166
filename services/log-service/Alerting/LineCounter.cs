using System.Diagnostics;
using Npgsql;
using SreCopilot.Database;
using SreCopilot.LogService.Search;
using SreCopilot.LogService.Storage;

namespace SreCopilot.LogService.Alerting;

/// <summary>
/// Counts the lines of windows. What services and levels decide is counted already, per minute: such a window begins with the minute in
/// which it begins. Other questions read lines, all of a request together for at most so long.
/// </summary>
internal sealed class LineCounter(ServiceDatabase database, CallerScope scope)
{
    private const int MostSeries = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PatiencePerQuestion = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public async Task<SeriesAnswer> CountAsync(Question question, CancellationToken cancel)
    {
        var rest = Patience - _clock.Elapsed;
        if (rest <= TimeSpan.Zero)
        {
            return TooSlow();
        }

        try
        {
            await using var session = await database.OpenAsync(scope, cancel);
            await session.ExecuteAsync($"select set_config('statement_timeout', {SearchTime.Of(rest < PatiencePerQuestion ? rest : PatiencePerQuestion)}, true)", cancel);
            return Describe(question, await ReadAsync(session, question, cancel));
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled && !cancel.IsCancellationRequested)
        {
            return TooSlow();
        }
    }

    private Task<List<(string Service, short Level, double Lines)>> ReadAsync(DatabaseSession session, Question question, CancellationToken cancel)
    {
        var (byService, byLevel) = (question.GroupBy.Contains("service"), question.GroupBy.Contains("level"));
        var isCounted = question.Wanted!.IsCounted;
        var from = isCounted ? question.From.AddTicks(-(question.From.Ticks % TimeSpan.TicksPerMinute)) : question.From;
        return session.ListAsync(
            $"""
            select case when {byService} then l.service else '' end, case when {byLevel} then l.level else 0::smallint end,
              {(isCounted ? (Sql)$"sum(l.lines)" : (Sql)$"count(*)")}::double precision
            from {(isCounted ? (Sql)$"log_minutes" : (Sql)$"log_lines")} l
            where l.project_id = {scope.ProjectId!.Value} and l.time >= {from} and l.time < {question.To} and {question.Wanted.Condition}
            group by 1, 2 order by 3 desc, 1, 2 limit {MostSeries}
            """,
            row => (row.GetString(0), row.GetInt16(1), row.GetDouble(2)), cancel);
    }

    private static SeriesAnswer Describe(Question question, List<(string Service, short Level, double Lines)> counts)
    {
        var unit = question.IsRate ? (question.To - question.From).TotalSeconds : 1;
        // No line is a number as well.
        return counts.Count == 0 && question.GroupBy.Length == 0
            ? new SeriesAnswer(null, [new SeriesValue(new Dictionary<string, string>(), 0)])
            : new SeriesAnswer(null, counts.ConvertAll(one => new SeriesValue(
                question.GroupBy.ToDictionary(name => name, name => name == "service" ? one.Service : ((Level)one.Level).Name()), one.Lines / unit)));
    }

    private static SeriesAnswer TooSlow() => new("The query takes too long; name a service or a level, or choose a shorter window.", null);
}
