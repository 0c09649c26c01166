using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Environment variables that a resource gets in run mode on top of those of the model, as the official host gives them.
/// What the model sets itself is never overwritten.
/// </summary>
internal sealed class RunEnvironment(DistributedApplicationModel model, DashboardSettings dashboard, IHostEnvironment host)
{
    private const string ExportInterval = "1000"; // milliseconds: what happens is in the dashboard a second later

    public void AddTo(IDictionary<string, string> environment, Workload workload, WorkloadInstance instance)
    {
        if (workload.Resource is ProjectResource)
        {
            environment.TryAdd("ASPNETCORE_ENVIRONMENT", host.EnvironmentName);
            environment.TryAdd("DOTNET_ENVIRONMENT", host.EnvironmentName);
            environment.TryAdd("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true");
            environment.TryAdd("LOGGING__CONSOLE__FORMATTERNAME", "simple");
            environment.TryAdd("LOGGING__CONSOLE__FORMATTEROPTIONS__TIMESTAMPFORMAT", "yyyy-MM-ddTHH:mm:ss.fffffff ");
        }

        if (workload.Resource.Annotations.OfType<OtlpExporterAnnotation>().LastOrDefault() is { } exporter)
        {
            AddTelemetry(environment, workload, instance, exporter.RequiredProtocol);
        }
    }

    private void AddTelemetry(IDictionary<string, string> environment, Workload workload, WorkloadInstance instance, OtlpProtocol? required)
    {
        if (TelemetryTarget(required) is not { } target)
        {
            return; // no dashboard, and no other collector is configured
        }

        environment.TryAdd("OTEL_EXPORTER_OTLP_ENDPOINT", target.Url);
        environment.TryAdd("OTEL_EXPORTER_OTLP_PROTOCOL", target.Protocol);
        environment.TryAdd("OTEL_SERVICE_NAME", workload.Resource.Name);
        environment.TryAdd("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={instance.Suffix}");
        if (dashboard.OtlpApiKey is { } key)
        {
            environment.TryAdd("OTEL_EXPORTER_OTLP_HEADERS", $"x-otlp-api-key={key}");
        }

        if (host.IsDevelopment())
        {
            environment.TryAdd("OTEL_BLRP_SCHEDULE_DELAY", ExportInterval);
            environment.TryAdd("OTEL_BSP_SCHEDULE_DELAY", ExportInterval);
            environment.TryAdd("OTEL_METRIC_EXPORT_INTERVAL", ExportInterval);
            environment.TryAdd("OTEL_TRACES_SAMPLER", "always_on");
            environment.TryAdd("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based");
        }
    }

    /// <summary>The dashboard, or a collector that is configured instead; gRPC unless the resource cannot.</summary>
    private (string Url, string Protocol)? TelemetryTarget(OtlpProtocol? required)
    {
        var (grpc, http) = model.Resources.TryGetByName(KnownNames.Dashboard, out var resource)
            ? (DashboardResource.Url(resource, DashboardResource.OtlpGrpcEndpoint), DashboardResource.Url(resource, DashboardResource.OtlpHttpEndpoint))
            : (dashboard.OtlpGrpcUrl, dashboard.OtlpHttpUrl);
        return required switch
        {
            OtlpProtocol.HttpProtobuf => http is null ? null : (http, "http/protobuf"),
            OtlpProtocol.HttpJson => http is null ? null : (http, "http/json"),
            OtlpProtocol.Grpc => grpc is null ? null : (grpc, "grpc"),
            _ => grpc is not null ? (grpc, "grpc") : http is not null ? (http, "http/protobuf") : null,
        };
    }
}
