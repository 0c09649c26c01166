using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Tests.RootCause;

/// <summary>
/// A shop of five nodes with a day of normal operation in rows of five minutes: front calls cart and search, both call db, cart also
/// calls mail. Requests per row and seconds per request are in <see cref="Load"/>; both vary by a few percent.
/// </summary>
internal sealed class Shop
{
    public static readonly IReadOnlyDictionary<string, (double Requests, double Latency)> Load = new Dictionary<string, (double, double)>
    {
        ["front"] = (1000, 0.2),
        ["cart"] = (800, 0.05),
        ["search"] = (400, 0.08),
        ["db"] = (1600, 0.01),
        ["mail"] = (100, 0.3),
    };

    public static readonly (string, string)[] Calls = [("front", "cart"), ("front", "search"), ("cart", "db"), ("search", "db"), ("cart", "mail")];

    public const int IssueRows = 5;

    private readonly Random _random;

    public Shop(int seed = 1, int normalRows = 288)
    {
        _random = new(seed);
        Normal = NewFrame(0, normalRows);
        Abnormal = NewFrame(normalRows, IssueRows);
    }

    public ServiceGraph Graph { get; init; } = new(Calls);

    public MetricFrame Normal { get; }

    public MetricFrame Abnormal { get; private set; }

    public static Symptom Slow { get; } = new("front", MetricKind.Latency, "Average");

    public static Symptom Failing { get; } = new("front", MetricKind.Availability, "Average");

    /// <summary>Seconds more for every request to a node.</summary>
    public Shop Slower(string node, double seconds, params int[] rows) => Change(node, MetricKind.Latency, value => value + seconds, rows);

    /// <summary>Percent of the requests to a node that fail in addition.</summary>
    public Shop Failed(string node, double percent, params int[] rows) => Change(node, MetricKind.Availability, value => value - percent, rows);

    public Shop Change(string node, MetricKind kind, Func<double, double> change, params int[] rows)
    {
        foreach (var (_, column) in Abnormal.Columns.Where(column => column.Key.Node == node && column.Key.Kind == kind))
        {
            foreach (var row in rows)
            {
                column[row] = change(column[row]);
            }
        }

        return this;
    }

    /// <summary>A node that nobody measures, now or before.</summary>
    public Localisation LocaliseWithout(string node, Symptom symptom) => new RootCauseLocaliser(new()).Localise(Graph, symptom, Without(Normal, node), Without(Abnormal, node));

    public Localisation Localise(Symptom symptom) => new RootCauseLocaliser(new()).Localise(Graph, symptom, Normal, Abnormal);

    private static MetricFrame Without(MetricFrame frame, string node) => new(frame.Times, frame.Columns.Where(column => column.Key.Node != node));

    private MetricFrame NewFrame(int firstRow, int rows)
    {
        var columns = new Dictionary<MetricKey, double[]>();
        foreach (var (node, (requests, latency)) in Load)
        {
            columns[new(node, MetricKind.Requests, "Sum")] = Fill(rows, () => Math.Round(requests * Noise()));
            columns[new(node, MetricKind.Latency, "Average")] = Fill(rows, () => latency * Noise());
            columns[new(node, MetricKind.Availability, "Average")] = Fill(rows, () => _random.Next(20) == 0 ? 99.9 : 100);
        }

        return new(Enumerable.Range(firstRow, rows).Select(row => 1_700_000_000 + (row * 300L)), columns);
    }

    private static double[] Fill(int rows, Func<double> next) => [.. Enumerable.Range(0, rows).Select(_ => next())];

    private double Noise() => 1 + ((_random.NextDouble() - 0.5) * 0.08);
}
