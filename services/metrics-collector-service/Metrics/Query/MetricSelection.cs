using System.Text.Json;
using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Metrics.Catalog;

namespace SreCopilot.MetricsCollectorService.Metrics.Query;

/// <summary>A series that a query is about.</summary>
internal sealed record SelectedSeries(long Id, SeriesKind Kind, string Type, string Unit, IReadOnlyDictionary<string, string> Labels);

/// <summary>Which series a query is about: a name, a service, values of labels.</summary>
internal sealed record MetricSelection(string Metric, string? Service, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>The label under which the service is shown.</summary>
    public const string ServiceLabel = "service";

    /// <summary>More are not added up: the question should say which.</summary>
    public const int MostSeries = 10_000;

    public async Task<List<SelectedSeries>> FindAsync(DatabaseSession session, Guid project, string suffix, CancellationToken cancel)
    {
        var labels = JsonSerializer.Serialize(new Dictionary<string, string>(Labels), MetricsJson.Default.DictionaryStringString);
        return await session.ListAsync(
            $"""
            select id, kind, type, unit, service_name, labels::text from metric_series
            where project_id = {project} and name = {Metric + suffix} and ({Service}::text is null or service_name = {Service}) and labels @> {labels}::jsonb
            order by service_name, labels::text limit {MostSeries + 1}
            """,
            row => new SelectedSeries(row.GetInt64(0), (SeriesKind)row.GetInt16(1), row.GetString(2), row.GetString(3), ReadLabels(row.GetString(4), row.GetString(5))),
            cancel);
    }

    private static Dictionary<string, string> ReadLabels(string service, string labels)
    {
        var all = JsonSerializer.Deserialize(labels, MetricsJson.Default.DictionaryStringString)!;
        all.TryAdd(ServiceLabel, service);
        return all;
    }
}
