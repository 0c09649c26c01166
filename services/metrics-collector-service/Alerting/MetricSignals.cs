using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Metrics.Query;
using SreCopilot.MetricsCollectorService.Requests;

namespace SreCopilot.MetricsCollectorService.Alerting;

/// <summary>
/// Answers questions about metrics, hundreds of them in two statements: one over points, one over minutes for long windows. Quantiles and
/// histograms, of which there are fewer, take statements of their own.
/// </summary>
internal sealed class MetricSignals(DatabaseSession session, Guid project, OtherSignals others)
{
    // As everywhere: longer ranges are read from what points come to per minute.
    private static readonly TimeSpan LongForPoints = TimeSpan.FromHours(6);
    private static readonly string[] OfHistograms = ["avg", "count", "increase", "rate"];

    /// <returns>In the order of the questions; null for what is not about metrics.</returns>
    public async Task<SeriesAnswer?[]> AnswerAsync(IReadOnlyList<Question> questions, CancellationToken cancel)
    {
        var answers = new SeriesAnswer?[questions.Count];
        var asked = questions.Index().Where(one => one.Item.Signal == "metric").ToList();
        var plain = asked.Where(one => MetricQuery.QuantileOf(one.Item.Aggregation) is null).ToList();
        foreach (var isLong in new[] { false, true })
        {
            var part = plain.Where(one => one.Item.Window > LongForPoints == isLong).ToList();
            if (part.Count > 0)
            {
                await FillAsync(part, isLong ? Resolution.Minute : Resolution.Raw, answers, cancel);
            }
        }

        var known = await FindKnownAsync([.. asked.Where(one => answers[one.Index] is null).Select(one => one.Item.Metric).Distinct()], cancel);
        foreach (var (index, question) in asked.Where(one => answers[one.Index] is null))
        {
            answers[index] = await AnswerRareAsync(question, known, cancel);
        }

        return answers;
    }

    private async Task FillAsync(List<(int Index, Question Item)> asked, Resolution resolution, SeriesAnswer?[] answers, CancellationToken cancel)
    {
        var rows = await SeriesWindows.ReadAsync(session, project, asked.ConvertAll(one => one.Item), resolution, cancel);
        foreach (var group in rows.GroupBy(row => row.Question))
        {
            var (index, question) = asked[group.Key];
            answers[index] = Add(question, [.. group]);
        }
    }

    private static SeriesAnswer Add(Question question, List<SeriesWindow> series)
    {
        if (series.Count > SeriesWindows.MostSeries)
        {
            return new SeriesAnswer($"More than {SeriesWindows.MostSeries} series match; name a service or values of labels.", null);
        }

        return new SeriesAnswer(null,
        [
            .. series.GroupBy(one => string.Join('\0', Shown(question, one).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}\0{label.Value}")))
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new SeriesValue(Shown(question, group.First()), SeriesWindow.ValueOf([.. group], question.Aggregation, question.Window)))
                .Where(one => double.IsFinite(one.Value)),
        ]);
    }

    private static IReadOnlyDictionary<string, string> Shown(Question question, SeriesWindow series) =>
        question.GroupBy is ["*"] ? series.Labels : question.GroupBy.ToDictionary(name => name, name => series.Labels.GetValueOrDefault(name, ""));

    // Histograms have no series of their own name, but x_count and x_bucket.
    private async Task<HashSet<string>> FindKnownAsync(string[] names, CancellationToken cancel) => names.Length == 0 ? [] :
    [
        .. await session.ListAsync($"""
            select distinct n.name from unnest({names}) as n (name)
            join metric_series m on m.project_id = {project} and m.name in (n.name, n.name || '_count', n.name || '_bucket')
            """, row => row.GetString(0), cancel),
    ];

    private async Task<SeriesAnswer> AnswerRareAsync(Question question, HashSet<string> known, CancellationToken cancel)
    {
        if (!known.Contains(question.Metric))
        {
            return await others.AnswerByNameAsync(question, cancel);
        }

        if (MetricQuery.QuantileOf(question.Aggregation) is null && !OfHistograms.Contains(question.Aggregation))
        {
            return SeriesAnswer.Nothing;
        }

        var reading = new MetricReading(
            session, project, question.Selection, question.GroupBy, SeriesWindows.MostSeries, question.Window > LongForPoints ? Resolution.Minute : Resolution.Raw,
            new TimeRange(question.From, question.To), question.Window);
        return await reading.ReadAsync(question.Aggregation, cancel) is { } problem
            ? new SeriesAnswer(problem, null)
            : new SeriesAnswer(null, [.. reading.Lines.Where(line => line.Points.Count > 0).Select(line => new SeriesValue(line.Labels, line.Points[^1].Value))]);
    }
}
