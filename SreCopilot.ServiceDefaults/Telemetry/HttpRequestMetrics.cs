using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry.Metrics;

namespace SreCopilot.ServiceDefaults.Telemetry;

/// <summary>
/// The request metrics that existing alert rules and dashboards read (contract: conventions.md section 16):
/// <c>http_requests_total{handler,method,status}</c>, <c>http_request_duration_seconds{handler,method}</c>,
/// <c>http_request_duration_highr_seconds</c>, <c>http_request_size_bytes{handler}</c>, <c>http_response_size_bytes{handler}</c>.
/// <c>handler</c> is the route template, <c>none</c> for unmatched paths, so that the number of series stays bounded.
/// </summary>
internal sealed class HttpRequestMetrics(RequestDelegate next, IMeterFactory meters)
{
    private readonly Instruments _instruments = new(meters.Create(TelemetrySources.Platform));

    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Record(context, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    private void Record(HttpContext context, double seconds)
    {
        var handler = new KeyValuePair<string, object?>("handler", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none");
        var method = new KeyValuePair<string, object?>("method", KnownMethod(context.Request.Method));
        var status = new KeyValuePair<string, object?>("status", StatusClass(context.Response.StatusCode));

        _instruments.Requests.Add(1, handler, method, status);
        _instruments.Duration.Record(seconds, handler, method);
        _instruments.HighResolutionDuration.Record(seconds);
        _instruments.RequestSize.Record(context.Request.ContentLength ?? 0, handler);
        _instruments.ResponseSize.Record(context.Response.ContentLength ?? 0, handler);
    }

    // A client may send any method; a label must not.
    private static string KnownMethod(string method) =>
        method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? method : "OTHER";

    private static string StatusClass(int status) => status switch
    {
        < 200 => "1xx",
        < 300 => "2xx",
        < 400 => "3xx",
        < 500 => "4xx",
        _ => "5xx",
    };

    private sealed class Instruments(Meter meter)
    {
        public Counter<long> Requests { get; } = meter.CreateCounter<long>("http_requests", description: "Requests by handler, method and status class.");

        public Histogram<double> Duration { get; } = meter.CreateHistogram<double>("http_request_duration", "s", "Time to answer, by handler and method.");

        public Histogram<double> HighResolutionDuration { get; } = meter.CreateHistogram<double>("http_request_duration_highr", "s", "Time to answer, all requests, fine buckets.");

        public Histogram<long> RequestSize { get; } = meter.CreateHistogram<long>("http_request_size", "By", "Content-Length of requests.");

        public Histogram<long> ResponseSize { get; } = meter.CreateHistogram<long>("http_response_size", "By", "Content-Length of responses.");
    }
}

/// <summary>Buckets of <see cref="HttpRequestMetrics"/>.</summary>
internal static class HttpRequestMetricsViews
{
    private static readonly double[] Coarse = [0.1, 0.5, 1];

    private static readonly double[] Fine =
        [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 7.5, 10, 30, 60];

    public static MeterProviderBuilder AddHttpRequestMetricsViews(this MeterProviderBuilder metrics) => metrics
        .AddView("http_request_duration", new ExplicitBucketHistogramConfiguration { Boundaries = Coarse })
        .AddView("http_request_duration_highr", new ExplicitBucketHistogramConfiguration { Boundaries = Fine })
        // Only sum and count: the contract calls them summaries.
        .AddView("http_request_size", new ExplicitBucketHistogramConfiguration { Boundaries = [] })
        .AddView("http_response_size", new ExplicitBucketHistogramConfiguration { Boundaries = [] });
}
