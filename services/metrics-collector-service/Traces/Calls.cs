using SreCopilot.MetricsCollectorService.Telemetry;

namespace SreCopilot.MetricsCollectorService.Traces;

/// <summary>Who called whom in an hour.</summary>
internal readonly record struct CallKey(Guid ProjectId, DateTimeOffset Hour, string Source, string Target);

/// <summary>How often and how long.</summary>
internal readonly record struct CallFigures(long Calls, long Errors, double DurationSum, double DurationMax)
{
    public CallFigures Plus(CallFigures other) =>
        new(Calls + other.Calls, Errors + other.Errors, DurationSum + other.DurationSum, Math.Max(DurationMax, other.DurationMax));
}

/// <summary>Adds calls up.</summary>
internal sealed class Calls
{
    private readonly Dictionary<CallKey, CallFigures> _figures = [];

    public void Add(CallKey key, CallFigures figures) => _figures[key] = _figures.GetValueOrDefault(key).Plus(figures);

    /// <summary>The calls of which both sides are among these spans.</summary>
    public void AddWithin(List<(Owner Owner, Span Span)> spans)
    {
        var parents = spans.ToLookup(one => (one.Owner.ProjectId, one.Span.TraceId, one.Span.SpanId), one => one.Span.Service);
        foreach (var (owner, span) in spans)
        {
            if (span.IsRoot || span.Service.Length == 0)
            {
                continue;
            }

            foreach (var source in parents[(owner.ProjectId, span.TraceId, span.ParentSpanId)].Where(source => source.Length > 0 && source != span.Service))
            {
                Add(new CallKey(owner.ProjectId, HourOf(span.Start), source, span.Service), new CallFigures(1, span.HasError ? 1 : 0, span.DurationMs, span.DurationMs));
            }
        }
    }

    /// <summary>All in one order, in which every replica locks their rows.</summary>
    public List<KeyValuePair<CallKey, CallFigures>> ToSortedList() =>
    [
        .. _figures.OrderBy(call => call.Key.ProjectId).ThenBy(call => call.Key.Hour)
            .ThenBy(call => call.Key.Source, StringComparer.Ordinal).ThenBy(call => call.Key.Target, StringComparer.Ordinal),
    ];

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
