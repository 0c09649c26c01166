using Microsoft.Extensions.Options;

namespace SreCopilot.MetricsCollectorService.Metrics.Catalog;

/// <summary>Series that this replica has seen in the database today. Forgets all of them at midnight, so that each is marked as seen once a day, and when they are too many.</summary>
internal sealed class KnownSeries(IOptions<MetricOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(Guid Project, long Id)> _known = [];
    private DateOnly _day;

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public bool Contains(Guid project, long id)
    {
        lock (_gate)
        {
            Turn();
            return _known.Contains((project, id));
        }
    }

    public void Add(Guid project, IEnumerable<long> ids)
    {
        lock (_gate)
        {
            Turn();
            foreach (var id in ids)
            {
                if (_known.Count >= options.Value.RememberedSeries)
                {
                    _known.Clear();
                }

                _known.Add((project, id));
            }
        }
    }

    private void Turn()
    {
        if (Today is var today && today != _day)
        {
            _known.Clear();
            _day = today;
        }
    }
}
