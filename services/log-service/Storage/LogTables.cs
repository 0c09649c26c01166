using SreCopilot.TimeSeries;

namespace SreCopilot.LogService.Storage;

/// <summary>The partitioned tables. All have days as partitions and the signal <c>logs</c>, so lines and what is counted about them go together.</summary>
internal static class LogTables
{
    public const string Signal = "logs";

    public static readonly TimeSeriesTable Lines =
        new("log_lines", Signal, "id", "level", "service", "message", "attributes", "trace_id", "span_id", "pattern", "grams1", "grams2");

    public static readonly TimeSeriesTable Minutes = new("log_minutes", Signal, "service", "level", "lines");

    public static readonly TimeSeriesTable Days = new("log_days", Signal, "service", "level", "lines");

    public static readonly TimeSeriesTable PatternHours =
        new("log_pattern_hours", Signal, "pattern", "level", "lines", "first_seen", "last_seen");

    public static readonly TimeSeriesTable[] All = [Lines, Minutes, Days, PatternHours];
}
