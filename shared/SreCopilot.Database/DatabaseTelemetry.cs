namespace SreCopilot.Database;

/// <summary>Names under which Npgsql publishes traces and metrics.</summary>
public static class DatabaseTelemetry
{
    /// <summary>The activity source to add to OpenTelemetry tracing: one span per SQL command.</summary>
    public const string ActivitySourceName = "Npgsql";

    /// <summary>The meter to add to OpenTelemetry metrics: pool usage, command durations.</summary>
    public const string MeterName = "Npgsql";
}
