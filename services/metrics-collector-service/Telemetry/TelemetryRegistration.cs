using SreCopilot.MetricsCollectorService.Traces;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Telemetry;

internal static class TelemetryRegistration
{
    // Lanes of points are those of the metrics, which hold transactions and errors of the SDK, too.
    private static readonly string[] Lanes = [Tables.TraceLane, Tables.ErrorLane, Tables.HostLane, Tables.BrowserLane];

    public static void AddApplicationTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddTimeSeries(Tables.All);
        builder.AddLeasedJob<TraceRetention>();
        builder.Services.AddSingleton<JsonIngest>();
        foreach (var lane in Lanes)
        {
            builder.Services.AddSingleton<IIngestStep>(services => new FactsStep(lane, services.GetRequiredService<Partitions>()));
        }
    }
}
