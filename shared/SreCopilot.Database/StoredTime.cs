namespace SreCopilot.Database;

/// <summary>Moments as PostgreSQL keeps them.</summary>
public static class StoredTime
{
    /// <summary>Now, as exactly as PostgreSQL keeps it, so that an answer and a later one show the same moment.</summary>
    /// <param name="time">The clock.</param>
    /// <returns>Now, in whole microseconds.</returns>
    public static DateTimeOffset GetStoredNow(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return time.GetUtcNow().ToStored();
    }

    /// <summary>The same for any moment.</summary>
    /// <param name="moment">The moment.</param>
    /// <returns>In whole microseconds, UTC.</returns>
    public static DateTimeOffset ToStored(this DateTimeOffset moment) => moment.ToUniversalTime().AddTicks(-(moment.UtcTicks % TimeSpan.TicksPerMicrosecond));
}
