namespace SreCopilot.AiService.RootCause;

/// <summary>The symptom's own column on the scale of <see cref="Badness"/>, and how unusual its clearest run of bad rows is.</summary>
internal sealed record SymptomSeries(double[] Window, Typical Typical, double Information)
{
    /// <summary>Clarity (in standard errors) below which differences between windows mean nothing.</summary>
    private const double ClarityResolution = 0.3;

    /// <summary>How far below its level a row may be before it counts as wild: a single good row must not make all the others look bad.</summary>
    private const double WildSpreads = 5;

    /// <summary>Null when there is too little to tell.</summary>
    public static SymptomSeries? Read(Symptom symptom, MetricFrame normal, MetricFrame abnormal, LocalisationOptions options)
    {
        if (abnormal.Choose(symptom.Node, symptom.Kind, symptom.Statistic) is not { } key || normal.Find(key) is not { } usual)
        {
            return null;
        }

        var column = Badness.Of(symptom.Kind, usual);
        var window = Badness.Of(symptom.Kind, abnormal.Find(key)!);
        var windows = Enumerable.Range(0, Math.Max(0, column.Length - window.Length + 1)).Select(start => column[start..(start + window.Length)]).ToArray();
        if (windows.Count(part => part.Any(double.IsFinite)) < options.FewestNormalWindows)
        {
            return null;
        }

        var requests = Robust.Mean(normal.Find(new(symptom.Node, MetricKind.Requests, "Sum")));
        var resolution = Badness.Resolution(symptom.Kind, double.IsFinite(requests) ? requests : 1, options);
        var level = Robust.Median(column);
        var means = Array.ConvertAll(windows, part => Robust.Mean(part));
        var typical = new Typical(
            level, Math.Max(Robust.Spread(column, level), resolution), Math.Max(Robust.Spread(means, Robust.Median(means)), resolution));

        var lowest = Math.Min(level, Robust.Median(window)) - (WildSpreads * typical.RowSpread);
        window = Array.ConvertAll(window, cell => double.IsFinite(cell) ? Math.Max(cell, lowest) : cell);
        var tail = new TailDistribution(windows.Select(part => Segment.Clearest(part, typical)), ClarityResolution, options);
        return new(window, typical, tail.Information(Segment.Clearest(window, typical)));
    }
}
