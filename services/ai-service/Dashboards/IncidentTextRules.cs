using System.Globalization;
using System.Text.RegularExpressions;

namespace SreCopilot.AiService.Dashboards;

/// <summary>Words for an incident about a chart without a model: the rules of the contract. Pure.</summary>
internal static partial class IncidentTextRules
{
    private const double LeastExpected = 0.001;
    private static readonly string[] Labels = ["service", "job", "instance"];

    public static IncidentTextResponse Write(IncidentTextRequest anomaly)
    {
        var (latest, expected) = (anomaly.LatestValue ?? 0, anomaly.ExpectedValue ?? 0);
        var deviation = Math.Abs(latest - expected) / Math.Max(Math.Abs(expected), LeastExpected);
        var where = string.IsNullOrWhiteSpace(anomaly.PanelTitle) ? anomaly.MetricName! : anomaly.PanelTitle;
        var lines = new List<string> { $"Panel: {where}", $"Metric: {anomaly.MetricName}" };
        if (anomaly is { LatestValue: not null, ExpectedValue: not null })
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Value {latest:G6} instead of {expected:G6}, {deviation * 100:0.#} % off"));
        }

        if (!string.IsNullOrWhiteSpace(anomaly.Expr))
        {
            lines.Add($"Query: {Words.Cut(anomaly.Expr, 200)}");
        }

        return new(
            Words.Cut($"Anomaly in {where}", 200), string.Join('\n', lines), latest != 0 && expected != 0 && deviation > 1.0 ? "critical" : "high",
            Words.Cut(FindService(anomaly), 100), false);
    }

    private static string FindService(IncidentTextRequest anomaly)
    {
        if (!string.IsNullOrWhiteSpace(anomaly.ServiceName))
        {
            return anomaly.ServiceName;
        }

        var labels = Label().Matches(anomaly.Expr ?? "").ToLookup(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return Labels.SelectMany(name => labels[name]).FirstOrDefault(value => value.Length > 0)
            ?? (anomaly.MetricName!.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma ? anomaly.MetricName[..comma].Trim() : "unknown");
    }

    // rate(http_requests_total{job="api", service=~"checkout"}[5m])
    [GeneratedRegex("""\b(service|job|instance)\s*=~?\s*"([^"]*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
