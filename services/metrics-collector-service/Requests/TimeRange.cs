namespace SreCopilot.MetricsCollectorService.Requests;

/// <summary>From the first moment on, up to but without the last.</summary>
internal readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    public double Minutes => (To - From).TotalMinutes;

    /// <summary>Begins and ends with the steps that the range touches: what a roll-up can say about it.</summary>
    public TimeRange RoundedTo(TimeSpan step) => new(
        new DateTimeOffset(From.Ticks - (From.Ticks % step.Ticks), TimeSpan.Zero),
        new DateTimeOffset((To.Ticks + step.Ticks - 1) / step.Ticks * step.Ticks, TimeSpan.Zero));
}
