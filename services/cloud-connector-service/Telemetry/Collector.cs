using System.Net;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.Peers;

namespace SreCopilot.CloudConnectorService.Telemetry;

/// <summary>Where the telemetry store is.</summary>
internal sealed class CollectorOptions
{
    /// <summary>Environment variable <c>METRICS_COLLECTOR_URL</c>; default <c>http://metrics-collector-service:8509</c>.</summary>
    public Uri Url { get; set; } = new("http://metrics-collector-service:8509");
}

internal sealed class CollectorOptionsSetup(IConfiguration configuration) : IConfigureOptions<CollectorOptions>, IValidateOptions<CollectorOptions>
{
    private const string Variable = "METRICS_COLLECTOR_URL";

    public void Configure(CollectorOptions options) => options.Url = PeerAddress.Read(configuration, Variable) ?? options.Url;

    public ValidateOptionsResult Validate(string? name, CollectorOptions options) =>
        PeerAddress.FindMistakes(configuration, Variable) is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
}

/// <summary>A point as metrics-collector-service takes it.</summary>
internal sealed record Point(string MetricName, double Value, DateTimeOffset Timestamp, IReadOnlyDictionary<string, string> Tags, string MetricType = "gauge");

/// <summary>At most 10,000.</summary>
internal sealed record PointsReport(IReadOnlyList<Point> Metrics);

/// <summary>Hands measurements to metrics-collector-service, in the name of their project.</summary>
internal sealed class Collector(PeerClient peers, IOptions<CollectorOptions> options)
{
    private const int Batch = 2_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <returns>Null when all were taken; else why not.</returns>
    public async Task<string?> SendAsync(CallerScope scope, IReadOnlyList<Point> points, CancellationToken cancel)
    {
        var caller = new Caller { Kind = CallerKind.Service, TenantId = scope.TenantId, ProjectId = scope.ProjectId };
        foreach (var batch in points.Chunk(Batch))
        {
            var (status, problem) = await peers.PostAsync(
                new Uri(options.Value.Url, "/metrics/ingest"), caller, new PointsReport(batch), CloudJson.Default.PointsReport, Deadline, cancel);
            if (status != HttpStatusCode.OK)
            {
                return problem ?? $"HTTP {(int)status!}";
            }
        }

        return null;
    }
}
