using System.Text.Json;
using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Metrics.Catalog;
using SreCopilot.MetricsCollectorService.Metrics.Query;

namespace SreCopilot.MetricsCollectorService.Alerting;

/// <summary>What one series comes to in the window of one question.</summary>
internal sealed record SeriesWindow(
    int Question, SeriesKind Kind, IReadOnlyDictionary<string, string> Labels, double Points, double Sum, double Min, double Max, double Last, double Increase)
{
    /// <summary>What some series come to together; the same as <c>GET /metrics/query</c> says with one step.</summary>
    public static double ValueOf(IReadOnlyList<SeriesWindow> series, string aggregation, TimeSpan window) => aggregation switch
    {
        "sum" => series.Sum(one => one.Kind == SeriesKind.Delta ? one.Sum : one.Sum / one.Points),
        "min" => series.Min(one => one.Min),
        "max" => series.Max(one => one.Max),
        "last" => series.Average(one => one.Last),
        "count" => series.Sum(one => one.Points),
        "increase" => series.Sum(one => one.Increase),
        "rate" => series.Sum(one => one.Increase) / window.TotalSeconds,
        _ => series.Sum(one => one.Sum) / series.Sum(one => one.Points),
    };
}

/// <summary>Reads the windows of many questions in one statement: one look into the catalogue per question, one index range per series.</summary>
internal static class SeriesWindows
{
    /// <summary>More of a question are not added up: it should say which.</summary>
    public const int MostSeries = 1000;

    // An increase needs the value before, and senders report every few seconds to minutes.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(15);

    /// <returns>The series that have points; of a question with too many, one more than <see cref="MostSeries"/>.</returns>
    public static Task<List<SeriesWindow>> ReadAsync(DatabaseSession session, Guid project, IReadOnlyList<Question> questions, Resolution resolution, CancellationToken cancel)
    {
        var numbers = Enumerable.Range(0, questions.Count).ToArray();
        var names = questions.Select(one => one.Metric).ToArray();
        var services = questions.Select(one => one.Service).ToArray();
        var labels = questions.Select(one => JsonSerializer.Serialize(one.Labels, MetricsJson.Default.DictionaryStringString)).ToArray();
        var starts = questions.Select(one => one.Aggregation is "increase" or "rate" ? one.From - Before : one.From).ToArray();
        var (froms, tos) = (questions.Select(one => one.From).ToArray(), questions.Select(one => one.To).ToArray());
        var (first, last) = (starts.Min(), tos.Max());
        // The outer bounds leave out partitions before anything is read. A counter that is less than before has been restarted: it counted from zero.
        return session.ListAsync(
            $"""
            select s.number, s.kind, s.service_name, s.labels::text, v.points, v.sum, v.min, v.max, v.last, v.increase
            from (
              select q.*, m.id, m.kind, m.service_name, m.labels, row_number() over (partition by q.number order by m.id) as place
              from unnest({numbers}, {names}, {services}, {labels}, {starts}, {froms}, {tos}) as q (number, name, service, wanted, starts_at, from_at, to_at)
              join metric_series m on m.project_id = {project} and m.name = q.name and (q.service is null or m.service_name = q.service) and m.labels @> q.wanted::jsonb
                and m.last_seen >= (q.from_at at time zone 'UTC')::date) s
            cross join lateral (
              select sum(points)::double precision as points, sum(sum) as sum, min(min) as min, max(max) as max, (array_agg(last order by time desc))[1] as last,
                sum(increase + case when before is null then 0 when first >= before then first - before else first end) as increase
              from (
                select r.*, lag(r.last) over (order by r.time) as before from ({Rows(project, resolution, first, last)}) as r
                where r.series_id = s.id and r.time >= s.starts_at and r.time < s.to_at) as w
              where w.time >= s.from_at) as v
            where s.place <= {MostSeries + 1} and v.points > 0
            order by s.number, s.id
            """,
            row =>
            {
                var kind = (SeriesKind)row.GetInt16(1);
                return new SeriesWindow(
                    row.GetInt32(0), kind, Labels(row.GetString(2), row.GetString(3)), row.GetDouble(4), row.GetDouble(5), row.GetDouble(6), row.GetDouble(7), row.GetDouble(8),
                    kind == SeriesKind.Delta ? row.GetDouble(5) : row.GetDouble(9));
            },
            cancel);
    }

    private static Sql Rows(Guid project, Resolution resolution, DateTimeOffset first, DateTimeOffset last) => resolution == Resolution.Minute
        ? (Sql)$"""
            select series_id, time, points, sum, min, max, first, last, increase from metric_minutes where project_id = {project} and time >= {first} and time < {last}
            """
        : (Sql)$"""
            select series_id, time, 1 as points, value as sum, value as min, value as max, value as first, value as last, 0::double precision as increase
            from metric_points where project_id = {project} and time >= {first} and time < {last}
            """;

    private static Dictionary<string, string> Labels(string service, string json)
    {
        var labels = JsonSerializer.Deserialize(json, MetricsJson.Default.DictionaryStringString)!;
        labels.TryAdd(MetricSelection.ServiceLabel, service);
        return labels;
    }
}
