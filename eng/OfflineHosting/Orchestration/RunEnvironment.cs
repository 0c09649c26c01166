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
            AddListenAddresses(environment, workload);
            environment.TryAdd("ASPNETCORE_ENVIRONMENT", host.EnvironmentName);
            environment.TryAdd("DOTNET_ENVIRONMENT", host.EnvironmentName);
            environment.TryAdd("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true");
            environment.TryAdd("LOGGING__CONSOLE__FORMATTERNAME", "simple");
            environment.TryAdd("LOGGING__CONSOLE__FORMATTEROPTIONS__TIMESTAMPFORMAT", "yyyy-MM-ddTHH:mm:ss.fffffff ");
        }

        if (workload.Resource.Annotations.OfType<OtlpExporterAnnotation>().Any())
        {
            AddTelemetry(environment, workload, instance);
        }
    }

    /// <summary>Where the process must listen: behind the address of its endpoints, which belongs to DCP's proxy.</summary>
    private static void AddListenAddresses(IDictionary<string, string> environment, Workload workload)
    {
        var urls = new List<string>();
        foreach (var (endpoint, service) in workload.Endpoints)
        {
            var port = endpoint.TargetPort?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? DcpTemplate.PortForServing(service);
            if (endpoint.TargetPortEnvironmentVariable is { } variable)
            {
                environment.TryAdd(variable, port);
            }
            else if (endpoint.UriScheme is "http" or "https")
            {
                urls.Add($"{endpoint.UriScheme}://{endpoint.TargetHost}:{port}");
            }
        }

        if (urls.Count > 0)
        {
            environment.TryAdd("ASPNETCORE_URLS", string.Join(';', urls));
        }
    }

    private void AddTelemetry(IDictionary<string, string> environment, Workload workload, WorkloadInstance instance)
    {
        if (TelemetryTarget() is not { } target)
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

    private (string Url, string Protocol)? TelemetryTarget() =>
        model.Resources.TryGetByName(KnownNames.Dashboard, out var resource) ? DashboardResource.TelemetryTarget(resource)
        : dashboard.OtlpGrpcUrl is { } grpc ? (grpc, "grpc")
        : dashboard.OtlpHttpUrl is { } http ? (http, "http/protobuf")
        : null;
}
