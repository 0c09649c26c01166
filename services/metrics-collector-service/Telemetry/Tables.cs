using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Telemetry;

/// <summary>The partitioned tables of this service's application telemetry, with the columns that are written by COPY.</summary>
internal static class Tables
{
    public const string TraceLane = "traces";
    public const string ErrorLane = "errors";
    public const string HostLane = "infrastructure";
    public const string BrowserLane = "browser";

    public static readonly TimeSeriesTable Spans = new(
        "spans", TraceLane, "trace_id", "span_id", "parent_span_id", "service_name", "operation", "kind", "duration_ms", "status", "status_message", "attributes", "events")
    {
        RetentionDays = 15,
    };

    public static readonly TimeSeriesTable Transactions = new(
        "transactions", "transactions", "transaction_id", "service_name", "endpoint", "method", "status_code", "duration_ms", "db_duration_ms", "external_duration_ms",
        "error", "error_message", "trace_id");

    public static readonly TimeSeriesTable ErrorOccurrences = new(
        "error_occurrences", ErrorLane, "fingerprint", "message", "stack_trace", "attributes", "trace_id", "span_id")
    {
        RetentionDays = 90,
    };

    public static readonly TimeSeriesTable HostSamples = new(
        "host_samples", HostLane, "hostname", "cpu_percent", "memory_percent", "disk_percent", "disk_usage", "network_io", "load_avg", "processes", "containers");

    public static readonly TimeSeriesTable BrowserEvents = new("browser_events", BrowserLane, "kind", "app_name", "url", "name", "value", "data");

    // Written by upserts.
    public static readonly TimeSeriesTable TransactionMinutes = new("transaction_minutes", "transaction_minutes") { RetentionDays = 30 };

    public static readonly TimeSeriesTable TransactionHours = new("transaction_hours", "transaction_hours") { RetentionDays = 400, Span = PartitionSpan.Month };

    public static readonly TimeSeriesTable Dependencies = new("dependencies", "dependencies") { RetentionDays = 90, Span = PartitionSpan.Month };

    public static IReadOnlyList<TimeSeriesTable> All { get; } =
        [Spans, Transactions, ErrorOccurrences, HostSamples, BrowserEvents, TransactionMinutes, TransactionHours, Dependencies];
}
