using SreCopilot.Database;

namespace SreCopilot.LogService.Search;

/// <summary>From when to when, both included; null is open.</summary>
internal readonly record struct TimeRange(DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>A condition on a column <c>l.time</c>; only what is bounded is said, so that partitions can be left out.</summary>
    public Sql Condition => (From, To) switch
    {
        ({ } from, { } to) => (Sql)$"l.time >= {from} and l.time <= {to}",
        ({ } from, null) => (Sql)$"l.time >= {from}",
        (null, { } to) => (Sql)$"l.time <= {to}",
        _ => (Sql)$"true",
    };

    /// <summary>Where counts are: per day for everything, per minute for a range.</summary>
    public Sql CountedLines => IsOpen ? (Sql)$"log_days l" : (Sql)$"log_minutes l";

    /// <summary>The condition on <see cref="CountedLines"/>: a minute in which the range begins or ends counts.</summary>
    public Sql CountedCondition => (this with { From = From?.AddTicks(-(From.Value.Ticks % TimeSpan.TicksPerMinute)) }).Condition;

    public bool IsOpen => From is null && To is null;

    public static TimeRange Read(QueryReader reader, string? from, string? to)
    {
        var range = new TimeRange(reader.Time("time_from", from), reader.Time("time_to", to));
        if (range.From > range.To)
        {
            reader.Fail("time_from", "must not be after time_to");
        }

        return range;
    }
}
