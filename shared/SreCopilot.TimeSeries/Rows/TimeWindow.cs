namespace SreCopilot.TimeSeries;

/// <summary>Where a time lies.</summary>
public enum TimeVerdict
{
    /// <summary>It is stored.</summary>
    Good,

    /// <summary>Older than what is kept.</summary>
    TooOld,

    /// <summary>Further ahead of the server's clock than clocks differ.</summary>
    TooFarAhead,
}

/// <summary>Which times are stored: back to what is kept, and a little ahead.</summary>
/// <param name="Oldest">The oldest time that is kept.</param>
/// <param name="Latest">The latest time that is believed.</param>
/// <param name="Now">When the request came.</param>
public readonly record struct TimeWindow(DateTimeOffset Oldest, DateTimeOffset Latest, DateTimeOffset Now)
{
    /// <summary>Where a time lies.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The verdict.</returns>
    public TimeVerdict Judge(DateTimeOffset time) =>
        time < Oldest ? TimeVerdict.TooOld : time > Latest ? TimeVerdict.TooFarAhead : TimeVerdict.Good;

    /// <summary>Whether a time is stored.</summary>
    /// <param name="time">The time.</param>
    /// <returns>Whether.</returns>
    public bool Contains(DateTimeOffset time) => Judge(time) == TimeVerdict.Good;

    /// <summary>For events whose loss would be worse than a wrong time: one from a clock that is far ahead happened now.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The time, or now.</returns>
    public DateTimeOffset NotAhead(DateTimeOffset time) => time > Latest ? Now : time;
}
