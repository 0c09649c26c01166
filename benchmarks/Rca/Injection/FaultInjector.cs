using SreCopilot.AiService.RootCause;
using SreCopilot.Benchmarks.Rca.PetShop;

namespace SreCopilot.Benchmarks.Rca.Injection;

/// <summary>
/// Makes an issue out of normal operation: takes five rows that the localiser does not see otherwise, with their own noise, and adds the
/// effect of a fault at a node to that node and to everything that calls it.
/// </summary>
internal sealed class FaultInjector(PetShopScenario scenario, Symptom symptom, FaultView view, Random random)
{
    private const int IssueRows = 5;
    private readonly int _knownRows = scenario.Normal.Rows * 7 / 10;

    /// <summary>What is known as normal: the first 70 %.</summary>
    public MetricFrame Known { get; } = scenario.Normal.Slice(0, scenario.Normal.Rows * 7 / 10);

    /// <summary>Nodes that have enough traffic for a fault to be noticed at the symptom at all.</summary>
    public IEnumerable<string> Nodes(FaultKind fault) => scenario.Graph.RoutesFrom(symptom.Node).Keys.Order(StringComparer.Ordinal).Where(node =>
        Traffic(node) >= 5 && KindsOf(fault).All(kind => scenario.Normal.Find(new(node, kind, "Average")) is { } column
            && column.Count(double.IsFinite) >= 100 && (kind != MetricKind.Availability || Robust.Median(column) >= 90)));

    /// <summary>Null when the fault cannot be felt at the symptom: too few of its requests pass the node.</summary>
    public MetricFrame? Inject(string faulty, FaultKind fault)
    {
        var frame = scenario.Normal.Slice(random.Next(_knownRows, scenario.Normal.Rows - IssueRows), IssueRows);
        Drift(frame);
        var traffic = scenario.Graph.RoutesFrom(symptom.Node).Keys.ToDictionary(node => node, node => Math.Max(Traffic(node), 0.01), StringComparer.Ordinal);
        var shares = Propagation.From(faulty, scenario.Graph, traffic, random);
        if (!shares.TryGetValue(symptom.Node, out var atSymptom))
        {
            return null;
        }

        var visibility = shares.Keys.Order(StringComparer.Ordinal).ToDictionary(
            node => node, node => node == symptom.Node ? 1 : Between(view.LeastVisible, view.MostVisible), StringComparer.Ordinal);
        var strengths = KindsOf(fault).ToDictionary(
            kind => kind, kind => kind == MetricKind.Availability ? Between(0.03, 0.2) : Between(0.25, 0.8) * Median(symptom.Node, MetricKind.Latency, "Average"));
        foreach (var row in FaultyRows())
        {
            if (fault == FaultKind.Overload && frame.Find(new(faulty, MetricKind.Requests, "Sum")) is { } requests)
            {
                requests[row] *= 3;
            }

            foreach (var (kind, strength) in strengths.OrderBy(strength => strength.Key))
            {
                // In seconds, or in failed requests: enough for the symptom to be felt, hence more where few of its requests pass.
                var total = strength * Math.Exp(Gauss(0.25)) * Requests(frame, symptom.Node, row) / atSymptom;
                if (kind == MetricKind.Availability && total > 0.95 * Requests(frame, faulty, row))
                {
                    return null;
                }

                foreach (var (node, share) in shares.OrderBy(share => share.Key, StringComparer.Ordinal))
                {
                    Add(frame, node, row, kind, total * share * visibility[node]);
                }
            }
        }

        LoseCells(frame);
        return frame;
    }

    private void Add(MetricFrame frame, string node, int row, MetricKind kind, double effect)
    {
        var requests = Requests(frame, node, row);
        if (requests <= 0)
        {
            return;
        }

        foreach (var (key, column) in frame.Columns.Where(column => column.Key.Node == node && column.Key.Kind == kind))
        {
            column[row] = kind == MetricKind.Availability
                ? Math.Max(0, column[row] - (100 * Math.Round(effect) / requests))
                : column[row] + (effect / requests * (key.Statistic == "Average" ? 1 : Between(0.5, 1.5)));
        }
    }

    private IEnumerable<int> FaultyRows()
    {
        var start = random.Next(0, 3);
        var count = random.Next(2, 4);
        return view.AllRows ? Enumerable.Range(0, IssueRows) : Enumerable.Range(start, Math.Min(count, IssueRows - start));
    }

    private void Drift(MetricFrame frame)
    {
        foreach (var node in frame.Columns.Where(column => column.Key.Kind == MetricKind.Latency).GroupBy(column => column.Key.Node).OrderBy(node => node.Key, StringComparer.Ordinal))
        {
            var factor = Math.Exp(Gauss(view.Drift));
            foreach (var (_, column) in node)
            {
                for (var row = 0; row < column.Length; row++)
                {
                    column[row] *= factor;
                }
            }
        }
    }

    private void LoseCells(MetricFrame frame)
    {
        foreach (var (_, column) in frame.Columns.Where(column => column.Key.Node != symptom.Node && column.Key.Kind != MetricKind.Requests))
        {
            for (var row = 0; row < column.Length; row++)
            {
                column[row] = random.NextDouble() < view.MissingCells ? double.NaN : column[row];
            }
        }
    }

    private static MetricKind[] KindsOf(FaultKind fault) => fault switch
    {
        FaultKind.Availability => [MetricKind.Availability],
        FaultKind.Both => [MetricKind.Latency, MetricKind.Availability],
        _ => [MetricKind.Latency],
    };

    private static double Requests(MetricFrame frame, string node, int row) =>
        frame.Find(new(node, MetricKind.Requests, "Sum")) is { } column && double.IsFinite(column[row]) ? column[row] : 0;

    private double Traffic(string node) => Median(node, MetricKind.Requests, "Sum");

    private double Median(string node, MetricKind kind, string statistic) =>
        Robust.Median(scenario.Normal.Find(new(node, kind, statistic))) is var median && double.IsFinite(median) ? median : 0;

    private double Between(double least, double most) => least + ((most - least) * random.NextDouble());

    // Box-Muller.
    private double Gauss(double deviation) =>
        deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
