using System.Globalization;
using SreCopilot.AiService.Hypotheses;

namespace SreCopilot.AiService.Collection;

/// <summary>What the figures of one service say. Pure.</summary>
/// <param name="Service">The service.</param>
/// <param name="Latency">How its latency rose, if it can be told.</param>
/// <param name="Errors">The same of its errors.</param>
/// <param name="Requests">The same of its requests.</param>
/// <param name="RequestsSeen">In the rows of the incident.</param>
internal sealed record ServiceShifts(string Service, LevelShift? Latency, LevelShift? Errors, LevelShift? Requests, double RequestsSeen)
{
    /// <summary>Rises smaller than these are nobody's incident, however clear they are.</summary>
    private const double LeastLatencyRatio = 1.25;
    private const double LeastErrorPoints = 2;
    private const double LeastTrafficRatio = 1.5;

    public bool IsSlow => Latency is { Score: > LevelShift.Clear } shift && shift.Observed > shift.Baseline * LeastLatencyRatio;

    public bool IsFailing => Errors is { Score: > LevelShift.Clear } shift && shift.Observed > shift.Baseline + LeastErrorPoints;

    public bool IsBusy => Requests is { Score: > LevelShift.Clear } shift && shift.Observed > shift.Baseline * LeastTrafficRatio;

    public static ServiceShifts Of(string service, ServiceSeries.Columns columns, AnalysisWindow window)
    {
        var split = window.NormalRows;
        var usual = columns.Requests.AsSpan(0, split);
        var typicalLatency = RootCause.Robust.Median(columns.Latency.AsSpan(0, split));
        // The last row is not over yet, and a part of a minute has a part of its requests.
        var counted = columns.Requests.AsSpan(split, Math.Max(1, window.IncidentRows - 1));
        return new(
            service,
            LevelShift.Find(columns.Latency.AsSpan(0, split), columns.Latency.AsSpan(split), 0.03 * (double.IsFinite(typicalLatency) ? typicalLatency : 1)),
            LevelShift.Find(columns.Errors.AsSpan(0, split), columns.Errors.AsSpan(split), 1),
            LevelShift.Find(usual, counted, Math.Sqrt(Math.Max(1, RootCause.Robust.Median(usual) is var median && double.IsFinite(median) ? median : 1))),
            columns.Requests.AsSpan(split).ToArray().Where(double.IsFinite).Sum());
    }

    /// <summary>When it got worse; null when it did not.</summary>
    public int? Since => (IsSlow, IsFailing) switch
    {
        (true, true) => Math.Min(Latency!.Since, Errors!.Since),
        (true, false) => Latency!.Since,
        (false, true) => Errors!.Since,
        _ => null,
    };

    public IEnumerable<Evidence> Describe(AnalysisWindow window)
    {
        var quality = Strength.QualityOf(RequestsSeen);
        var link = $"/services/{Uri.EscapeDataString(Service)}";
        if (IsSlow)
        {
            yield return new($"latency:{Service}", EvidenceKind.MetricAnomaly, Signal.LatencyRose, Service,
                string.Create(CultureInfo.InvariantCulture, $"{Service} answers in {Latency!.Observed * 1000:0} ms instead of {Latency.Baseline * 1000:0} ms"),
                link, At(Latency.Since), Strength.OfRatio(Latency.Baseline, Latency.Observed), quality);
        }

        if (IsFailing)
        {
            yield return new($"errors:{Service}", EvidenceKind.MetricAnomaly, Signal.ErrorsRose, Service,
                string.Create(CultureInfo.InvariantCulture, $"{Errors!.Observed:0.#} % of the requests to {Service} fail instead of {Errors.Baseline:0.#} %"),
                link, At(Errors.Since), Strength.OfErrors(Errors.Baseline, Errors.Observed), quality);
        }

        if (IsBusy)
        {
            yield return new($"traffic:{Service}", EvidenceKind.MetricAnomaly, Signal.TrafficRose, Service,
                string.Create(CultureInfo.InvariantCulture, $"{Service} gets {Requests!.Observed:0} requests a minute instead of {Requests.Baseline:0}"),
                link, At(Requests.Since), Strength.OfRatio(Requests.Baseline, Requests.Observed), 0.9);
        }
        else if (Requests is not null)
        {
            yield return new($"traffic-normal:{Service}", EvidenceKind.MetricAnomaly, Signal.TrafficNormal, Service,
                string.Create(CultureInfo.InvariantCulture, $"{Service} gets about as many requests as before ({Requests.Baseline:0} a minute)"), link, window.Detected, 0.8, 0.8);
        }

        DateTimeOffset At(int row) => window.TimeOf(window.NormalRows + row);
    }
}
