namespace SreCopilot.AiService.RootCause;

/// <summary>What a column of a frame measures.</summary>
internal enum MetricKind
{
    /// <summary>Seconds (or any other unit of time) per request. More is worse.</summary>
    Latency,

    /// <summary>Percent of the requests that succeeded. Less is worse.</summary>
    Availability,

    /// <summary>How many requests there were in the row. More is a cause of other things rather than bad in itself.</summary>
    Requests,
}

/// <summary>One column: a node's metric, and how it was aggregated over the row (<c>Average</c>, <c>p95</c>, <c>Sum</c>).</summary>
internal readonly record struct MetricKey(string Node, MetricKind Kind, string Statistic);

/// <summary>What was noticed: the node and the metric that an alert is about.</summary>
internal sealed record Symptom(string Node, MetricKind Kind, string Statistic);
