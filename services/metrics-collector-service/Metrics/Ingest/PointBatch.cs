using SreCopilot.Database;
using SreCopilot.MetricsCollectorService.Metrics.Catalog;
using SreCopilot.MetricsCollectorService.Metrics.Rollups;
using SreCopilot.TimeSeries;

namespace SreCopilot.MetricsCollectorService.Metrics.Ingest;

/// <summary>
/// The points of one request. Those of series that are known are rows at once; the others wait until their series are
/// registered, all at the end in one go.
/// </summary>
internal sealed class PointBatch(IngestBatch batch, SeriesRegistry registry) : IDisposable
{
    private readonly Dictionary<long, Series> _unknown = [];
    private readonly List<(long Id, DateTimeOffset Time, double Value)> _waiting = [];
    private readonly List<(long Id, DateTimeOffset Time)> _beginnings = [];
    private readonly ChangedHours _hours = new();

    /// <summary>Labels of the next series.</summary>
    public SeriesBuilder Labels { get; } = new();

    /// <summary>Points that are rows or will be.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a point of the series that <see cref="Labels"/> describes. Its time is one that is stored.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="service">The service.</param>
    /// <param name="time">Its time.</param>
    /// <param name="value">Its value.</param>
    /// <param name="start">Of a cumulative series: since when it counts.</param>
    public void Add(Metric metric, string service, DateTimeOffset time, double value, DateTimeOffset? start = null)
    {
        var id = Labels.Identify(metric, service);
        Count++;
        if (registry.IsKnown(batch.ProjectId, id))
        {
            Write(id, time, value);
            return;
        }

        _waiting.Add((id, time, value));
        if (!_unknown.ContainsKey(id))
        {
            _unknown.Add(id, Labels.Build(id, metric, service));
            if (start is { } began && began < time && batch.Times.Contains(began))
            {
                _beginnings.Add((id, began));
            }
        }
    }

    /// <summary>Registers the new series.</summary>
    /// <returns>How many points are not stored because the project has too many series.</returns>
    public async Task<int> CompleteAsync(CancellationToken cancel)
    {
        var refused = 0;
        if (_unknown.Count > 0)
        {
            var (admitted, created) = await registry.AdmitAsync(new CallerScope(batch.TenantId, batch.ProjectId), _unknown.Values, cancel);
            foreach (var (id, began) in _beginnings.Where(one => created.Contains(one.Id)))
            {
                // What a counter counted until its first point came began with zero.
                Write(id, began, 0);
            }

            foreach (var (id, time, value) in _waiting)
            {
                if (admitted.Contains(id))
                {
                    Write(id, time, value);
                }
                else
                {
                    refused++;
                }
            }
        }

        if (_hours.Any)
        {
            batch.Attach(_hours);
        }

        Count -= refused;
        return refused;
    }

    public void Dispose() => Labels.Dispose();

    private void Write(long id, DateTimeOffset time, double value)
    {
        batch.AddRow(MetricTables.Points, time).Big(id).Real(value);
        _hours.Add(time);
    }
}
