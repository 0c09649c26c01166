using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace SreCopilot.ServiceDefaults.Telemetry;

/// <summary>Where a service's telemetry goes: to a collector, to the platform itself, to both, or nowhere.</summary>
internal static class TelemetryExport
{
    /// <summary>The switch: an API key of the project in which the platform watches itself, with the scopes ingest:traces, ingest:metrics and ingest:logs.</summary>
    private const string SelfKey = "SELF_MONITORING_API_KEY";

    /// <summary>Where api-gateway is.</summary>
    private const string SelfAddress = "SELF_MONITORING_URL";

    private const string DefaultSelfAddress = "http://api-gateway:8500";

    // Sampled is 0: what the platform does with its own telemetry is not traced, or each export would be the reason for the next one.
    private const string NotTraced = "traceparent=00-5e1f5e1f5e1f5e1f5e1f5e1f5e1f5e1f-5e1f5e1f5e1f5e1f-00";

    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        var hasCollector = !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var self = builder.Configuration[SelfKey] is { Length: > 0 } key ? key : null;
        if (!hasCollector && self is null)
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        if (self is null)
        {
            builder.Services.AddOpenTelemetry().UseOtlpExporter();
            return;
        }

        if (hasCollector)
        {
            // As the environment has it.
            builder.AddExporters(null, static (_, _) => { });
        }

        var address = builder.Configuration[SelfAddress] is { Length: > 0 } configured ? configured : DefaultSelfAddress;
        builder.Services.AddOptions<SelfMonitoringAddress>()
            .Validate(_ => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https", $"{SelfAddress} must be the address of api-gateway, for example {DefaultSelfAddress}.")
            .ValidateOnStart();
        if (!Uri.TryCreate(address, UriKind.Absolute, out var gateway))
        {
            return;
        }

        builder.AddExporters("self", (options, signal) =>
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new Uri(gateway, $"/api/v1/otlp/v1/{signal}");
            options.Headers = $"x-api-key={self},{NotTraced}";
        });
    }

    // Options of one name are the same for all signals; an address is that of one.
    private static void AddExporters(this WebApplicationBuilder builder, string? name, Action<OtlpExporterOptions, string> configure)
    {
        string? NameOf(string signal) => name is null ? null : $"{name}-{signal}";
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddOtlpExporter(NameOf("traces"), options => configure(options, "traces")))
            .WithMetrics(metrics => metrics.AddOtlpExporter(NameOf("metrics"), options => configure(options, "metrics")))
            .WithLogging(logging => logging.AddOtlpExporter(NameOf("logs"), options => configure(options, "logs")));
    }

    /// <summary>Carries a mistake to the start-up validation.</summary>
    private sealed class SelfMonitoringAddress;
}
