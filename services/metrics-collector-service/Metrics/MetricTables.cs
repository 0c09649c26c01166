using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics;

internal static class MetricTables
{
    public const string Lane = "metrics";

    public static readonly TimeSeriesTable Points = new("metric_points", Lane, "series_id", "value") { RetentionDays = 15 };

    // Written by the roll-up.
    public static readonly TimeSeriesTable Minutes = new("metric_minutes", "metric_minutes") { RetentionDays = 60 };

    public static readonly TimeSeriesTable Hours = new("metric_hours", "metric_hours") { RetentionDays = 400, Span = PartitionSpan.Month };
}
