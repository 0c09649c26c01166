namespace SreCopilot.ServiceDefaults.Telemetry;

/// <summary>Names of activity sources and meters that every service exports.</summary>
public static class TelemetrySources
{
    /// <summary>Spans and metrics of Npgsql: one span per SQL command.</summary>
    public const string Npgsql = "Npgsql";

    /// <summary>Spans and metrics of the platform's own shared libraries.</summary>
    public const string Platform = "SreCopilot";
}
