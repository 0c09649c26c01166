using SreCopilot.Peers;

namespace SreCopilot.LogService.Registry;

/// <summary>Who keeps the registry.</summary>
internal sealed class ServiceReportOptions
{
    /// <summary>Environment variable <c>METRICS_COLLECTOR_URL</c>; default <c>http://metrics-collector-service:8509</c>.</summary>
    public Uri Collector { get; set; } = new("http://metrics-collector-service:8509");

    /// <summary>Seconds between two reports. Setting <c>Logs:ReportSeconds</c>; default 5.</summary>
    public double ReportSeconds { get; set; } = 5;
}

internal static class ServiceReportRegistration
{
    private const string Variable = "METRICS_COLLECTOR_URL";

    public static void AddServiceReports(this WebApplicationBuilder builder)
    {
        var mistakes = PeerAddress.FindMistakes(builder.Configuration, Variable);
        builder.Services.AddOptions<ServiceReportOptions>()
            .Configure(options =>
            {
                options.Collector = PeerAddress.Read(builder.Configuration, Variable) ?? options.Collector;
                options.ReportSeconds = builder.Configuration.GetValue("Logs:ReportSeconds", options.ReportSeconds);
            })
            .Validate(_ => mistakes.Count == 0, string.Join(" ", mistakes))
            .Validate(options => options.ReportSeconds is >= 0.05 and <= 3600, "Logs__ReportSeconds must be from 0.05 to 3600.")
            .ValidateOnStart();
        builder.Services.AddSingleton<PeerClient>();
        builder.Services.AddSingleton<ServiceReports>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ServiceReports>());
    }
}
