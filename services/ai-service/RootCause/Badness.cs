namespace SreCopilot.AiService.RootCause;

/// <summary>
/// One scale for all metrics on which up is bad and noise is about as large everywhere: the logarithm of latency and of requests (their
/// noise, and their drift over weeks, are proportional to their level), and the percentage of failed requests.
/// </summary>
internal static class Badness
{
    private const double SmallestLatency = 1e-9;

    public static double Of(MetricKind kind, double value) => kind switch
    {
        MetricKind.Availability => 100 - value,
        MetricKind.Latency => Math.Log(Math.Max(value, SmallestLatency)),
        _ => Math.Log(Math.Max(value, 0) + 1),
    };

    /// <summary>Latency, failed percent, or requests again.</summary>
    public static double Undo(MetricKind kind, double badness) => kind switch
    {
        MetricKind.Availability => badness,
        MetricKind.Latency => Math.Exp(badness),
        _ => Math.Exp(badness) - 1,
    };

    public static double[] Of(MetricKind kind, double[] values) => Array.ConvertAll(values, value => Of(kind, value));

    /// <summary>
    /// The smallest difference that means anything, so that a column without any noise (availability 100 % for a day) does not turn one
    /// failed request into a catastrophe: one failed request of a row, the relative error of a count, or a few percent of latency.
    /// </summary>
    public static double Resolution(MetricKind kind, double requestsPerRow, LocalisationOptions options) => kind switch
    {
        MetricKind.Availability => 100 / Math.Max(requestsPerRow, 1),
        MetricKind.Latency => options.LatencyResolution,
        _ => 1 / Math.Sqrt(Math.Max(requestsPerRow, 1)),
    };
}
