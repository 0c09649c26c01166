using System.Globalization;
using System.Text.Json;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Azure;

/// <summary>Asks Azure Monitor for all resources of a type in a region at once.</summary>
internal static class AzureMonitor
{
    private static readonly Dictionary<string, (string Namespace, string Metric)> Metrics = new()
    {
        [AzureListings.VirtualMachine] = ("Microsoft.Compute/virtualMachines", "Percentage CPU"),
        [AzureListings.Database] = ("Microsoft.Sql/servers/databases", "cpu_percent"),
    };

    public static bool Measures(string type) => Metrics.ContainsKey(type);

    public static string PathOf(string subscription, string type, string region, DateTimeOffset from, DateTimeOffset to)
    {
        var (space, metric) = Metrics[type];
        (string, string)[] query =
        [
            ("api-version", "2021-05-01"), ("region", region), ("metricnamespace", space), ("metricnames", metric), ("timespan", $"{Text(from)}/{Text(to)}"), ("interval", "PT5M"),
            ("aggregation", "Average"), ("$filter", "Microsoft.ResourceId eq '*'"), ("top", "1000"),
        ];
        return $"/subscriptions/{subscription}/providers/Microsoft.Insights/metrics?{string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Item1)}={Uri.EscapeDataString(pair.Item2)}"))}";
    }

    // {"value":[{"timeseries":[{"metadatavalues":[{"name":{"value":"Microsoft.ResourceId"},"value":"/subscriptions/..."}],"data":[{"timeStamp":"...Z","average":12.5}]}]}]}
    public static void Read(JsonElement answer, List<Measurement> found)
    {
        foreach (var series in answer.Items("value").SelectMany(metric => metric.Items("timeseries")))
        {
            var id = series.Items("metadatavalues").Where(pair => pair.Line("name", "value").Equals("Microsoft.ResourceId", StringComparison.OrdinalIgnoreCase))
                .Select(pair => pair.Line(1000, "value").ToLowerInvariant()).FirstOrDefault();
            if (string.IsNullOrEmpty(id))
            {
                continue;
            }

            foreach (var point in series.Items("data"))
            {
                // A moment without a value is one that was not measured.
                if (point.Time("timeStamp") is { } at && point.At("average") is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var percent) && double.IsFinite(percent))
                {
                    found.Add(new Measurement(id, at, percent));
                }
            }
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
