namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>A part of a trace.</summary>
internal sealed record Span(
    string TraceId, string SpanId, string ParentSpanId, string Service, string Operation, string Kind, DateTimeOffset Start, double DurationMs, string Status,
    string? StatusMessage, SpanFeatures Features)
{
    public const double MostMs = 7 * 86_400_000.0;
    public const string Error = "error";

    public DateTimeOffset End => Start.AddTicks((long)(DurationMs * TimeSpan.TicksPerMillisecond));

    public bool HasError => Status == Error;

    public bool IsRoot => ParentSpanId.Length == 0;
}

/// <summary>What counts among the attributes of a span, by whichever convention they are named.</summary>
/// <param name="Method">http.request.method, http.method.</param>
/// <param name="StatusCode">http.response.status_code, http.status_code.</param>
/// <param name="Route">http.route.</param>
/// <param name="Path">url.path, http.target, or the path of url.full, http.url.</param>
/// <param name="IsDatabase">Has db.system or db.system.name.</param>
internal sealed record SpanFeatures(string Method, int? StatusCode, string? Route, string? Path, bool IsDatabase)
{
    public static readonly SpanFeatures None = new("", null, null, null, false);
}
