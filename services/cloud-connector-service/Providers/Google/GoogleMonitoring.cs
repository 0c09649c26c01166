using System.Globalization;
using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Google;

/// <summary>Asks Cloud Monitoring for all resources of a type at once.</summary>
internal static class GoogleMonitoring
{
    private static readonly Dictionary<string, (string Metric, string Label)> Metrics = new()
    {
        [GoogleListings.Instance] = ("compute.googleapis.com/instance/cpu/utilization", "instance_id"),
        [GoogleListings.Database] = ("cloudsql.googleapis.com/database/cpu/utilization", "database_id"),
    };

    // A point is named after its end, and the start of the interval does not count.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    /// <returns>Null for a type that is not measured.</returns>
    public static string? PathOf(string type, string project, DateTimeOffset from, DateTimeOffset to)
    {
        if (!Metrics.TryGetValue(type, out var metric))
        {
            return null;
        }

        (string, string)[] query =
        [
            ("filter", $"metric.type=\"{metric.Metric}\""), ("interval.startTime", Text(from - Step)), ("interval.endTime", Text(to)), ("aggregation.alignmentPeriod", "300s"),
            ("aggregation.perSeriesAligner", "ALIGN_MEAN"), ("pageSize", "1000"),
        ];
        return $"/v3/projects/{Uri.EscapeDataString(project)}/timeSeries?{string.Join('&', query.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"))}";
    }

    // {"timeSeries":[{"resource":{"labels":{"instance_id":"42"}},"points":[{"interval":{"endTime":"...Z"},"value":{"doubleValue":0.125}}]}]}: 1 is all of it.
    public static void Read(string type, JsonElement answer, List<Measurement> found)
    {
        foreach (var series in answer.Items("timeSeries"))
        {
            var id = series.Line("resource", "labels", Metrics[type].Label);
            foreach (var point in series.Items("points"))
            {
                if (id.Length > 0 && point.Time("interval", "endTime") is { } at && point.At("value", "doubleValue") is { ValueKind: JsonValueKind.Number } value
                    && value.TryGetDouble(out var share) && double.IsFinite(share))
                {
                    found.Add(new Measurement(id, at, Math.Round(share * 100, 6)));
                }
            }
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
