using SreCopilot.AiService.Hypotheses;
using SreCopilot.AiService.Peers;
using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Collection;

/// <summary>Latency, errors and requests of services, minute by minute over the whole window. Rows without requests have NaN latency and errors.</summary>
internal sealed class ServiceSeries
{
    private readonly Dictionary<string, Columns> _services = new(StringComparer.Ordinal);
    private readonly AnalysisWindow _window;

    private ServiceSeries(AnalysisWindow window) => _window = window;

    public IEnumerable<string> Services => _services.Keys.Order(StringComparer.Ordinal);

    public AnalysisWindow Window => _window;

    public MissingSource? Missing { get; private set; }

    public static async Task<ServiceSeries> ReadAsync(Question question, IReadOnlyList<string> services, CancellationToken cancel)
    {
        var window = question.Window;
        var series = new ServiceSeries(window);
        var range = Question.Range(window.From, window.To);
        var answers = await Task.WhenAll(services.Select(service => question.GetMetricsAsync(
            $"/metrics/services/{Uri.EscapeDataString(service)}/series?points=500&{range}", PeerJson.Default.IReadOnlyListServicePointBody, cancel)));
        foreach (var (service, answer) in services.Zip(answers))
        {
            if (answer.Value is { } points)
            {
                series.Add(service, points);
            }
            else if (answer.Status != System.Net.HttpStatusCode.NotFound)
            {
                series.Missing = new MissingSource(EvidenceKind.MetricAnomaly, answer.Problem ?? $"it answered {(int?)answer.Status}");
            }
        }

        return series;
    }

    /// <summary>Null for a service that never answered a request.</summary>
    public Columns? Find(string service) => _services.GetValueOrDefault(service);

    /// <summary>Normal operation and the incident, as the localiser wants them.</summary>
    public (MetricFrame Normal, MetricFrame Incident) Frames() => (Frame(0, _window.NormalRows), Frame(_window.NormalRows, _window.IncidentRows));

    private MetricFrame Frame(int start, int count) => new(
        Enumerable.Range(start, count).Select(row => _window.TimeOf(row).ToUnixTimeSeconds()),
        _services.SelectMany(service => new[]
        {
            KeyValuePair.Create(new MetricKey(service.Key, MetricKind.Latency, "Average"), service.Value.Latency[start..(start + count)]),
            KeyValuePair.Create(new MetricKey(service.Key, MetricKind.Availability, "Average"), Array.ConvertAll(service.Value.Errors[start..(start + count)], percent => 100 - percent)),
            KeyValuePair.Create(new MetricKey(service.Key, MetricKind.Requests, "Sum"), service.Value.Requests[start..(start + count)]),
        }));

    private void Add(string service, IReadOnlyList<ServicePointBody> points)
    {
        var rows = _window.NormalRows + _window.IncidentRows;
        var columns = new Columns(Empty(rows), Empty(rows), Empty(rows));
        foreach (var point in points)
        {
            var row = _window.RowOf(point.Timestamp);
            if (row < 0 || row >= rows)
            {
                continue;
            }

            columns.Requests[row] = point.Count;
            if (point.Count > 0)
            {
                columns.Latency[row] = point.AvgMs / 1000;
                columns.Errors[row] = point.ErrorRatePercent;
            }
        }

        // Before its first request a service was not there, rather than idle.
        var first = Array.FindIndex(columns.Requests, count => count > 0);
        if (first >= 0)
        {
            Array.Fill(columns.Requests, double.NaN, 0, first);
            _services.Add(service, columns);
        }
    }

    private static double[] Empty(int rows) => [.. Enumerable.Repeat(double.NaN, rows)];

    /// <summary>One service.</summary>
    /// <param name="Latency">Seconds per request, on average.</param>
    /// <param name="Errors">Percent of the requests.</param>
    /// <param name="Requests">How many.</param>
    internal sealed record Columns(double[] Latency, double[] Errors, double[] Requests);
}
