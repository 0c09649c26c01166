namespace SreCopilot.ApiGateway.Grafana;

/// <summary>What a scan found, the worst first.</summary>
internal sealed record AnomalyScan(IReadOnlyList<Anomaly> Anomalies, int Scanned, string? DashboardUid);

/// <summary>There were no queries to scan.</summary>
internal sealed record NothingScanned(IReadOnlyList<Anomaly> Anomalies, int Scanned);

/// <summary>One value far from its series' mean.</summary>
internal sealed record Outlier(int Index, double Value, double Expected, double ZScore, string Severity);

/// <summary>A series with values further from its mean than so many standard deviations.</summary>
internal sealed record Anomaly(
    string PanelTitle,
    int? PanelId,
    string MetricName,
    string Expr,
    int AnomalyCount,
    string MaxSeverity,
    double LatestValue,
    double ExpectedValue,
    IReadOnlyList<Outlier> Details)
{
    public const string Critical = "critical";
    private const string Warning = "warning";
    private const int LeastSamples = 5;
    private const int ShownExpression = 120;
    private const int ShownDetails = 3;

    /// <summary>The anomaly of a series; null when there is none, or too little to tell.</summary>
    public static Anomaly? Find(Series series, string panelTitle, int? panelId, string expr, double sensitivity)
    {
        var values = series.Data.Select(sample => sample.V).ToArray();
        if (values.Length < LeastSamples)
        {
            return null;
        }

        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        if (deviation == 0 || !double.IsFinite(deviation))
        {
            return null;
        }

        var outliers = values
            .Select((value, index) => (Value: value, Index: index, Score: Math.Abs(value - mean) / deviation))
            .Where(sample => sample.Score > sensitivity)
            .Select(sample => new Outlier(sample.Index, sample.Value, Math.Round(mean, 4), Math.Round(sample.Score, 2), sample.Score > 1.5 * sensitivity ? Critical : Warning))
            .ToList();
        return outliers.Count == 0 ? null : new Anomaly(
            panelTitle,
            panelId,
            series.Name,
            expr.Length > ShownExpression ? expr[..ShownExpression] : expr,
            outliers.Count,
            outliers.Exists(outlier => outlier.Severity == Critical) ? Critical : Warning,
            values[^1],
            Math.Round(mean, 4),
            [.. outliers.TakeLast(ShownDetails)]);
    }
}
