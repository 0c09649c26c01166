namespace SreCopilot.DemoShop;

/// <summary>A fault from its begin to its end.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="From">When it begins to hurt.</param>
/// <param name="To">When it is repaired.</param>
public sealed record Episode(Fault Fault, DateTimeOffset From, DateTimeOffset To)
{
    private const double LeakPerMinute = 12;
    private static readonly TimeSpan LeakBefore = TimeSpan.FromMinutes(55);
    private static readonly TimeSpan UntilExhausted = TimeSpan.FromMinutes(3);

    /// <summary>The version that is deployed a minute before it hurts.</summary>
    internal DateTimeOffset Deployed => From.AddMinutes(-1);

    /// <summary>Whether it hurts at a moment.</summary>
    /// <param name="time">The moment.</param>
    internal bool Hurts(DateTimeOffset time) => time >= From && time < To;

    /// <summary>What of it there is at a moment. Memory leaks long before anybody notices.</summary>
    /// <param name="time">The moment.</param>
    internal Trouble At(DateTimeOffset time) => Fault == Fault.MemoryLeak && time >= From - LeakBefore && time < To
        ? new(Hurts(time) ? Fault : Fault.None, time >= From + UntilExhausted, LeakPerMinute * (time - From + LeakBefore).TotalMinutes)
        : new(Hurts(time) ? Fault : Fault.None, false, 0);
}
