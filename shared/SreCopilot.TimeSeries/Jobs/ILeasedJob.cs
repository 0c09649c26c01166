namespace SreCopilot.TimeSeries;

/// <summary>Background work that one replica at a time does. Register it with <c>AddLeasedJob</c>.</summary>
public interface ILeasedJob
{
    /// <summary>Its name in the service.</summary>
    string Name { get; }

    /// <summary>The pause after a round.</summary>
    TimeSpan Interval { get; }

    /// <summary>One round. It may be repeated and, when a replica hangs, overlap with one of another replica: rows must come out right all the same.</summary>
    /// <param name="cancel">The lease has ended, or the service stops.</param>
    /// <returns>A task.</returns>
    Task RunAsync(CancellationToken cancel);
}
