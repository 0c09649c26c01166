using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Metrics.Query;
using SreCopilot.MetricsCollectorService.Requests;
using SreCopilot.MetricsCollectorService.Services;

namespace SreCopilot.MetricsCollectorService.Alerting;

/// <summary>Answers questions about transactions, errors, hosts and objectives. Questions about the same transactions share a statement.</summary>
internal sealed class OtherSignals(DatabaseSession session, Guid project)
{
    // Between names of a group; no name has it.
    private const char Separator = '\u0001';
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(string? Service, TimeRange Range, string Groups), Dictionary<string, TransactionSums>> _sums = [];

    public Task<SeriesAnswer> AnswerAsync(Question question, CancellationToken cancel) => question.Signal switch
    {
        "error" => CountErrorsAsync(question, cancel),
        "trace" => AnswerTransactionsAsync(question, cancel),
        "host" => AnswerHostsAsync(question, cancel),
        _ => AnswerObjectiveAsync(question, cancel),
    };

    /// <summary>A metric that nobody ever sent, but whose name says what is meant: <c>checkout_error_rate</c>, <c>cpu</c>. Upstream's conditions are like that.</summary>
    public async Task<SeriesAnswer> AnswerByNameAsync(Question question, CancellationToken cancel)
    {
        var plain = question with { GroupBy = [] };
        bool Says(string word) => question.Metric.Contains(word, StringComparison.OrdinalIgnoreCase);
        return Says("error_rate") ? await AnswerTransactionsAsync(plain with { Metric = "error_rate" }, cancel)
            : Says("response_time") || Says("latency") ? await AnswerTransactionsAsync(plain with { Metric = "latency" }, cancel)
            : Says("cpu") ? await AnswerHostsAsync(plain with { Metric = "cpu_percent" }, cancel)
            : Says("memory") ? await AnswerHostsAsync(plain with { Metric = "memory_percent" }, cancel)
            : SeriesAnswer.Nothing;
    }

    private async Task<SeriesAnswer> AnswerTransactionsAsync(Question question, CancellationToken cancel)
    {
        // In whole minutes: that is what transactions are added up to.
        var range = new TimeRange(question.From, question.To).RoundedTo(Minute);
        var groups = await ReadTransactionsAsync(question, range, cancel);
        if (groups.Count == 0)
        {
            return question is { Metric: "throughput", GroupBy: [] } ? SeriesAnswer.Of(0) : SeriesAnswer.Nothing;
        }

        return new SeriesAnswer(null,
        [
            .. groups.Where(group => group.Value.Count > 0).OrderBy(group => group.Key, StringComparer.Ordinal).Take(SeriesWindows.MostSeries)
                .Select(group => new SeriesValue(LabelsOf(question, group.Key), ValueOf(question, group.Value, range))),
        ]);
    }

    private async Task<Dictionary<string, TransactionSums>> ReadTransactionsAsync(Question question, TimeRange range, CancellationToken cancel)
    {
        var groups = string.Join(',', question.GroupBy);
        if (!_sums.TryGetValue((question.Service, range, groups), out var sums))
        {
            Sql key = groups switch
            {
                "service" => $"t.service_name",
                "endpoint" => $"t.endpoint",
                "service,endpoint" => $"t.service_name || {Separator.ToString()} || t.endpoint",
                "endpoint,service" => $"t.endpoint || {Separator.ToString()} || t.service_name",
                _ => $"''",
            };
            sums = await TransactionSums.ReadAsync(session, project, range, Minute, question.Service, key, cancel);
            _sums.Add((question.Service, range, groups), sums);
        }

        return sums;
    }

    private static Dictionary<string, string> LabelsOf(Question question, string key) =>
        question.GroupBy.Zip(key.Split(Separator)).ToDictionary(one => one.First, one => one.Second);

    private static double ValueOf(Question question, TransactionSums sums, TimeRange range) => question.Metric switch
    {
        "error_rate" => sums.ErrorPercent,
        "failure_rate" => Math.Round(100.0 * sums.Failures / sums.Count, 2),
        "throughput" => sums.PerMinute(range),
        "apdex" => sums.Apdex,
        _ => question.Aggregation == "max" ? sums.DurationMax
            : MetricQuery.QuantileOf(question.Aggregation) is { } share ? sums.PercentileMs(share)
            : sums.AverageMs,
    };

    private async Task<SeriesAnswer> CountErrorsAsync(Question question, CancellationToken cancel)
    {
        var (byService, byFingerprint) = (question.GroupBy.Contains("service"), question.GroupBy.Contains("fingerprint"));
        var counts = await session.ListAsync($"""
            select case when {byService} then g.service_name else '' end, case when {byFingerprint} then g.fingerprint else '' end, count(*)::double precision
            from error_groups g
            join error_occurrences o on o.project_id = g.project_id and o.fingerprint = g.fingerprint and o.time >= {question.From} and o.time < {question.To}
            where g.project_id = {project} and g.last_seen >= {question.From} and ({question.Service}::text is null or g.service_name = {question.Service})
            group by 1, 2 order by 3 desc, 1, 2 limit {SeriesWindows.MostSeries}
            """, row => (Service: row.GetString(0), Fingerprint: row.GetString(1), Count: row.GetDouble(2)), cancel);
        var unit = question.Aggregation == "rate" ? question.Window.TotalSeconds : 1;
        return counts.Count == 0 && question.GroupBy.Length == 0
            ? SeriesAnswer.Of(0)
            : new SeriesAnswer(null, counts.ConvertAll(one => new SeriesValue(
                question.GroupBy.ToDictionary(name => name, name => name == "service" ? one.Service : one.Fingerprint), one.Count / unit)));
    }

    private async Task<SeriesAnswer> AnswerHostsAsync(Question question, CancellationToken cancel)
    {
        Sql column = question.Metric switch { "memory_percent" => $"s.memory_percent", "disk_percent" => $"s.disk_percent", _ => $"s.cpu_percent" };
        Sql value = question.Aggregation switch { "min" => $"min({column})", "max" => $"max({column})", _ => $"avg({column})" };
        var byHost = question.GroupBy.Contains("host");
        var values = await session.ListAsync($"""
            select case when {byHost} then h.hostname else '' end, {value}
            from hosts h join host_samples s on s.project_id = h.project_id and s.hostname = h.hostname and s.time >= {question.From} and s.time < {question.To}
            where h.project_id = {project} and h.last_seen >= {question.From}
            group by 1 having {value} is not null order by 1 limit {SeriesWindows.MostSeries}
            """, row => (Host: row.GetString(0), Value: row.GetDouble(1)), cancel);
        return new SeriesAnswer(null, values.ConvertAll(one => new SeriesValue(question.GroupBy.ToDictionary(name => name, _ => one.Host), one.Value)));
    }

    private async Task<SeriesAnswer> AnswerObjectiveAsync(Question question, CancellationToken cancel)
    {
        if (await Objective.FindAsync(session, project, question.SloId, cancel) is not { } slo)
        {
            return new SeriesAnswer("There is no such objective in this project.", null);
        }

        // The long window says that it matters, the short one that it still goes on.
        var shorter = question.Window / 12 < Minute ? Minute : question.Window / 12;
        var rates = new List<double>();
        foreach (var window in new[] { question.Window, shorter })
        {
            var asked = question with { Service = slo.Service, From = question.To - window, GroupBy = [] };
            var sums = await ReadTransactionsAsync(asked, new TimeRange(asked.From, asked.To).RoundedTo(Minute), cancel);
            rates.Add(slo.BurnRateOf(sums.Values.FirstOrDefault() ?? TransactionSums.None));
        }

        return SeriesAnswer.Of(rates.Min());
    }
}
