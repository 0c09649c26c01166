namespace SreCopilot.TimeSeries;

/// <summary>What became of a batch.</summary>
public enum IngestOutcome
{
    /// <summary>Its rows are durable.</summary>
    Stored,

    /// <summary>A request with the same key was stored before; this one was not, and need not be.</summary>
    Repeated,

    /// <summary>PostgreSQL refuses its content, and will again. A bug: batches hold only what it takes.</summary>
    Refused,

    /// <summary>PostgreSQL is away. When it went during the commit, nobody knows what became of the rows; with a key, sending them again is safe.</summary>
    Unavailable,
}
