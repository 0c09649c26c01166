namespace SreCopilot.IntegrationService.Tests;

/// <summary>Says what time it is as the test wants; timers run as always, so nothing in the background stands still.</summary>
internal sealed class TestClock(DateTimeOffset? start) : TimeProvider
{
    private long _ticks = start?.Ticks ?? 0;

    /// <summary>Goes on by itself: for a test with services in other processes, whose tokens must be as old as they are.</summary>
    public TestClock()
        : this(null)
    {
    }

    public override DateTimeOffset GetUtcNow() => start is null ? base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks)) : new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
