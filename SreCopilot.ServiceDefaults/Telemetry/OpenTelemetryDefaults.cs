using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SreCopilot.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics and logs of a service.</summary>
public static class OpenTelemetryDefaults
{
    /// <summary>Collects traces, metrics and logs; exports them by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set,
    /// into a project of the platform itself when <c>SELF_MONITORING_API_KEY</c> is, and always offers the metrics at <c>/metrics</c>.</summary>
    public static WebApplicationBuilder ConfigureOpenTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, builder.Environment))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(TelemetrySources.Npgsql)
                .AddMeter(TelemetrySources.Platform)
                .AddHttpRequestMetricsViews()
                .AddPrometheusExporter())
            .WithTracing(tracing => tracing
                .AddSource(builder.Environment.ApplicationName)
                .AddSource(TelemetrySources.Npgsql)
                .AddSource(TelemetrySources.Platform)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsWorthTracing)
                .AddHttpClientInstrumentation());

        builder.AddTelemetryExport();
        return builder;
    }

    // Probes arrive every few seconds from the cluster and the dashboard; as traces they would bury the real requests.
    private static bool IsWorthTracing(HttpContext context) =>
        context.Request.Path.Value?.TrimEnd('/') is not ("/health" or "/alive" or "/metrics");

    private static void Describe(ResourceBuilder resource, IHostEnvironment environment)
    {
        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        resource
            .AddService(environment.ApplicationName, serviceVersion: version, serviceInstanceId: Environment.MachineName + "-" + Environment.ProcessId)
            .AddAttributes([new("deployment.environment.name", environment.EnvironmentName)])
            // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES, where set, win over the values above.
            .AddEnvironmentVariableDetector();
    }
}
