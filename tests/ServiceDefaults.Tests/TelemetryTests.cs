using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace SreCopilot.ServiceDefaults.Tests;

/// <summary>What a service tells about itself. Instruments belong to the process: requests of other tests would count too.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <inheritdoc cref="AloneInTheProcess"/>
[Collection<AloneInTheProcess>]
public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_have_the_names_and_labels_that_dashboards_read()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/things/{id}", (string id) => id));
        await service.GetAsync("/things/1");
        await service.GetAsync("/things/2");
        await service.GetAsync("/nothing/1");

        var lines = (await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Split('\n');

        Assert.EndsWith(" 2", Series("http_requests_total", "handler=\"/things/{id}\"", "method=\"GET\"", "status=\"2xx\""), StringComparison.Ordinal);
        Assert.EndsWith(" 1", Series("http_requests_total", "handler=\"none\"", "status=\"4xx\""), StringComparison.Ordinal);
        Series("http_request_duration_seconds_bucket", "handler=\"/things/{id}\"", "method=\"GET\"", "le=\"0.5\"");
        Series("http_request_duration_highr_seconds_bucket", "le=\"0.025\"");
        Series("http_request_size_bytes_count", "handler=\"/things/{id}\"");
        Series("http_response_size_bytes_count", "handler=\"/things/{id}\"");
        Assert.Contains(lines, line => line.StartsWith("dotnet_", StringComparison.Ordinal));

        string Series(string name, params string[] labels) => Assert.Single(lines, line =>
            line.StartsWith(name + "{", StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Probes_are_not_traced_but_requests_are()
    {
        var spans = new Spans();
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/traced-endpoint", () => "ok"),
            services => services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(spans)));

        foreach (var path in (string[])["/health", "/health/", "/alive", "/metrics", "/traced-endpoint"])
        {
            await service.GetAsync(path);
        }

        // Spans end in the order of the requests of one connection, so nothing of the probes can come later.
        var paths = new List<string>();
        await foreach (var path in spans.Paths.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            paths.Add(path);
            if (path == "/traced-endpoint")
            {
                break;
            }
        }

        Assert.DoesNotContain(paths, path => path.TrimEnd('/') is "/health" or "/alive" or "/metrics");
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        private readonly Channel<string> _paths = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Paths => _paths.Reader;

        public override void OnEnd(Activity data)
        {
            if (data.Kind == ActivityKind.Server && data.GetTagItem("url.path") is string path)
            {
                _paths.Writer.TryWrite(path);
            }
        }
    }
}
