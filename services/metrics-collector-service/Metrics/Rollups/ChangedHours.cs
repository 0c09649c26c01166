namespace SreCopilot.MetricsCollectorService.Metrics.Rollups;

/// <summary>The hours that a request has points of.</summary>
internal sealed class ChangedHours
{
    private readonly HashSet<DateTimeOffset> _hours = [];
    private long _last;

    public bool Any => _hours.Count > 0;

    public IReadOnlyCollection<DateTimeOffset> All => _hours;

    public void Add(DateTimeOffset time)
    {
        var hour = time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour);
        if (hour != _last)
        {
            _hours.Add(new DateTimeOffset(hour, TimeSpan.Zero));
            _last = hour;
        }
    }
}
