using System.Text;
using SreCopilot.Identity;

namespace SreCopilot.Benchmarks.Ingest;

/// <summary>One way of sending one signal.</summary>
/// <param name="Name">How it is printed.</param>
/// <param name="Service">The service that takes it.</param>
/// <param name="Path">The path there.</param>
/// <param name="Table">Where its rows end up, for the reference.</param>
/// <param name="Body">The rows from a number on, so many of them.</param>
/// <param name="Type">The content type.</param>
internal sealed record Scenario(string Name, ServiceKind Service, string Path, string Table, Func<int, int, string> Body, string Type = "application/json")
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("points, JSON", ServiceKind.Metrics, "/metrics/ingest", "metric_points", Bodies.Points),
        new("points, OTLP", ServiceKind.Metrics, "/otlp/v1/metrics", "metric_points", Bodies.OtlpPoints),
        new("spans, JSON", ServiceKind.Metrics, "/traces/ingest", "spans", Bodies.Spans),
        new("spans, OTLP", ServiceKind.Metrics, "/otlp/v1/traces", "spans", Bodies.OtlpSpans),
        new("logs, JSON", ServiceKind.Logs, "/logs/ingest", "log_lines", Bodies.Logs),
        new("logs, OTLP", ServiceKind.Logs, "/otlp/v1/logs", "log_lines", Bodies.OtlpLogs),
    ];

    public List<byte[]> Requests(int first, int rows, int batch) =>
        [.. Enumerable.Range(0, rows / batch).Select(n => Encoding.UTF8.GetBytes(Body(first + (n * batch), batch)))];
}

/// <summary>A service and its schema.</summary>
internal sealed record ServiceKind(string Name, string Schema)
{
    public static readonly ServiceKind Metrics = new("metrics-collector-service", "metrics");
    public static readonly ServiceKind Logs = new("log-service", "log");

    public static IReadOnlyList<string> Scopes => ApiKeyScopes.All;
}
