using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace SreCopilot.ServiceDefaults.Tests;

/// <summary>One switch sends a service's own telemetry into a project of the platform.</summary>
public sealed class SelfMonitoringTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_a_key_traces_and_metrics_go_to_the_platform_and_still_to_a_collector(bool hasCollector)
    {
        await using var platform = await TestBackend.StartAsync();
        await using var collector = await TestBackend.StartAsync();
        (string, string)[] settings = [("SELF_MONITORING_API_KEY", "srec_self"), ("SELF_MONITORING_URL", platform.Address)];
        await using var service = await TestService.StartAsync(app => app.MapGet("/thing", () => "ok"), settings: hasCollector
            ? [.. settings, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]
            : settings);

        await service.GetAsync("/thing");
        await Wait.UntilAsync(() =>
        {
            Flush(service);
            return Has(platform, "/api/v1/otlp/v1/traces") && Has(platform, "/api/v1/otlp/v1/metrics") && Has(collector, "/v1/traces") == hasCollector;
        });

        Assert.All(platform.Received, request =>
        {
            Assert.Equal(("srec_self", "application/x-protobuf"), (request.Headers["x-api-key"], request.Headers["Content-Type"]));
            // Not sampled: the platform's work on it is not traced.
            Assert.EndsWith("-00", request.Headers["traceparent"], StringComparison.Ordinal);
        });
        Assert.DoesNotContain(collector.Received, request => request.Headers.ContainsKey("x-api-key"));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_sent()
    {
        await using var platform = await TestBackend.StartAsync();
        await using var service = await TestService.StartAsync(app => app.MapGet("/thing", () => "ok"), settings: ("SELF_MONITORING_URL", platform.Address));

        await service.GetAsync("/thing");
        Flush(service);

        Assert.Empty(platform.Received);
    }

    // What it returns is no answer: readers that are only asked, as the one of /metrics, cannot be flushed.
    private static void Flush(TestService service)
    {
        service.App.Services.GetRequiredService<TracerProvider>().ForceFlush();
        service.App.Services.GetRequiredService<MeterProvider>().ForceFlush();
    }

    private static bool Has(TestBackend backend, string path) => backend.Received.Any(request => request.Target == path);
}
