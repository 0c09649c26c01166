using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Telemetry;

internal static class TelemetryRegistration
{
    // That of the metrics registers its own (the SDK sends transactions and errors as points). Twice would count everything twice.
    private static readonly string[] Lanes = [Tables.TraceLane, Tables.ErrorLane, Tables.HostLane, Tables.BrowserLane];

    public static void AddApplicationTelemetry(this WebApplicationBuilder builder)
    {
        builder.AddTimeSeries(Tables.All);
        builder.AddLeasedJob<SummaryRetention>();
        builder.Services.AddSingleton<JsonIngest>();
        foreach (var lane in Lanes)
        {
            builder.Services.AddSingleton<IIngestStep>(services => new FactsStep(lane, services.GetRequiredService<Partitions>()));
        }
    }
}
