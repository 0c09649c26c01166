namespace SreCopilot.AiService.RootCause;

/// <summary>What each node that the symptom depends on shows, measured once.</summary>
internal sealed class NodeReadings
{
    private const string UsualStatistic = "Average";
    private readonly Dictionary<(string, MetricKind), Deviation> _deviations = [];

    public NodeReadings(DeviationMeter meter, IEnumerable<string> nodes, Symptom symptom)
    {
        foreach (var node in nodes)
        {
            foreach (var kind in Enum.GetValues<MetricKind>())
            {
                if (meter.Measure(node, kind, kind == symptom.Kind ? symptom.Statistic : UsualStatistic) is { } deviation)
                {
                    _deviations.Add((node, kind), deviation);
                }
            }
        }
    }

    public Deviation? Find(string node, MetricKind kind) => _deviations.GetValueOrDefault((node, kind));

    public IEnumerable<Deviation> Of(string node) => Enum.GetValues<MetricKind>().Select(kind => Find(node, kind)).OfType<Deviation>();
}
