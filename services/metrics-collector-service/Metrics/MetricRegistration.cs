using Microsoft.Extensions.Options;
using SreCopilot.Audit;
using SreCopilot.Identity;
using SreCopilot.MetricsCollectorService.Metrics.Catalog;
using SreCopilot.MetricsCollectorService.Metrics.Ingest;
using SreCopilot.MetricsCollectorService.Metrics.Query;
using SreCopilot.MetricsCollectorService.Metrics.Rollups;
using SreCopilot.MetricsCollectorService.Telemetry;
using SreCopilot.Otlp;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics;

internal static class MetricRegistration
{
    public static void AddMetricPoints(this WebApplicationBuilder builder)
    {
        builder.AddTimeSeries(MetricTables.Points, MetricTables.Minutes, MetricTables.Hours);
        builder.AddLeasedJob<RollupJob>();
        builder.Services.AddOptions<MetricOptions>().BindConfiguration(MetricOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<MetricOptions>, MetricOptionsValidator>();
        builder.Services.AddSingleton<KnownSeries>();
        builder.Services.AddSingleton<SeriesRegistry>();
        builder.Services.AddSingleton<IIngestStep, ChangedHoursStep>();
        // Points speak of services, transactions and errors, too.
        builder.Services.AddSingleton<IIngestStep>(services => new FactsStep(MetricTables.Lane, services.GetRequiredService<Partitions>()));
    }

    public static void MapMetricPoints(this IEndpointRouteBuilder routes)
    {
        routes.MapMetricIngest();
        routes.MapRemoteWrite();
        routes.MapPost("/otlp/v1/metrics", http => OtlpEndpoint.HandleAsync(http, MetricTables.Lane, ApiKeyScopes.Metrics, "rejectedDataPoints", (content, batch, rejections, cancel) =>
            OtlpMetrics.ReadAsync(content, batch, rejections, http.RequestServices.GetRequiredService<SeriesRegistry>(), cancel)))
            .NotAudited("Ingest: api-gateway counts the use of keys.");
        routes.MapMetricCatalog();
        routes.MapMetricQuery();
        routes.MapRetention((endpoint, name) => endpoint.Named(name));
    }
}
