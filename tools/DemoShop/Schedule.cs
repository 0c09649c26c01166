namespace SreCopilot.DemoShop;

/// <summary>Faults that follow each other, for as long as the shop is open.</summary>
/// <param name="First">When the first one begins to hurt.</param>
/// <param name="Every">How long it is to the next one.</param>
/// <param name="Lasting">How long each one hurts.</param>
public sealed record Schedule(DateTimeOffset First, TimeSpan Every, TimeSpan Lasting)
{
    // Neighbours have different services.
    private static readonly Fault[] Order =
        [Fault.BadDeployment, Fault.SlowDatabase, Fault.DependencyDown, Fault.TrafficSpike, Fault.MemoryLeak, Fault.ExpiredCertificate];

    /// <summary>Begins with the minute of a moment.</summary>
    /// <param name="first">About when the first fault begins to hurt.</param>
    /// <param name="every">How long it is to the next one.</param>
    /// <param name="lasting">How long each one hurts.</param>
    /// <returns>The schedule.</returns>
    public static Schedule From(DateTimeOffset first, TimeSpan every, TimeSpan lasting) => new(Telemetry.Floor(first), every, lasting);

    /// <summary>The episodes that touch a stretch of time, with what leaks before them.</summary>
    /// <param name="from">Its begin.</param>
    /// <param name="to">Its end.</param>
    /// <returns>The earliest first.</returns>
    public IEnumerable<Episode> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var last = (int)Math.Ceiling((to.AddHours(1) - First) / Every);
        for (var number = Math.Max(0, (int)Math.Floor((from.AddHours(-1) - First) / Every)); number <= last; number++)
        {
            var begin = First + (Every * number);
            yield return new Episode(Order[number % Order.Length], begin, begin + Lasting);
        }
    }
}
