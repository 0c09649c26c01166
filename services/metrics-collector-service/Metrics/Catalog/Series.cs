namespace SreCopilot.MetricsCollectorService.Metrics.Catalog;

/// <summary>How values of a series follow each other.</summary>
internal enum SeriesKind : short
{
    /// <summary>Each value stands for itself.</summary>
    Gauge = 1,

    /// <summary>Each value is the sum since the sender started.</summary>
    Counter = 2,

    /// <summary>Each value is what came since the one before.</summary>
    Delta = 3,
}

/// <summary>What the points of a metric have in common.</summary>
/// <param name="Name">What a query names: <c>latency_bucket</c>.</param>
/// <param name="Family">What it belongs to: <c>latency</c>.</param>
/// <param name="Type">gauge, counter, histogram or summary, as people call it.</param>
/// <param name="Kind">How its values follow each other.</param>
/// <param name="Unit">May be empty.</param>
/// <param name="Description">May be empty.</param>
internal sealed record Metric(string Name, string Family, string Type, SeriesKind Kind, string Unit = "", string Description = "");

/// <summary>A metric of one service with one set of labels.</summary>
/// <param name="Id">A hash of name, kind, service and labels.</param>
/// <param name="Metric">Its metric.</param>
/// <param name="Service">Whose it is; may be empty.</param>
/// <param name="Labels">Its labels as a JSON object.</param>
internal sealed record Series(long Id, Metric Metric, string Service, string Labels);
