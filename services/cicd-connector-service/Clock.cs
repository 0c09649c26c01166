namespace SreCopilot.CicdConnectorService;

internal static class Clock
{
    /// <summary>Now, as exactly as PostgreSQL keeps it, so that an answer and a later one show the same moment.</summary>
    public static DateTimeOffset GetStoredNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
