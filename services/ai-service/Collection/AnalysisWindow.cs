namespace SreCopilot.AiService.Collection;

/// <summary>The times that an analysis looks at, in whole minutes: normal operation up to <paramref name="Split"/>, then the incident.</summary>
/// <param name="From">The begin of normal operation.</param>
/// <param name="Split">The earliest moment at which the incident may have begun.</param>
/// <param name="To">The end.</param>
/// <param name="Detected">When the platform learned of it.</param>
internal sealed record AnalysisWindow(DateTimeOffset From, DateTimeOffset Split, DateTimeOffset To, DateTimeOffset Detected)
{
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EarliestAlert = TimeSpan.FromHours(1);

    /// <summary>Rows of normal operation.</summary>
    public int NormalRows => (int)((Split - From) / Step);

    /// <summary>Rows of the incident.</summary>
    public int IncidentRows => (int)((To - Split) / Step);

    public static AnalysisWindow Of(DateTimeOffset detected, DateTimeOffset now, CollectionOptions options)
    {
        var split = Floor(detected.AddMinutes(-options.BeforeMinutes));
        var end = detected.AddMinutes(options.AfterMinutes);
        var to = Floor((end < now ? end : now) + Step);
        return new AnalysisWindow(split.AddMinutes(-options.BaselineMinutes), split, to > split + Step ? to : split + Step, detected);
    }

    /// <summary>The row of a moment; outside of the window a number that is none.</summary>
    public int RowOf(DateTimeOffset time) => (int)Math.Floor((time - From) / Step);

    public DateTimeOffset TimeOf(int row) => From + (Step * row);

    /// <summary>Whether an alert was firing during the incident, and began not long before.</summary>
    public bool HasAlert(DateTimeOffset began, DateTimeOffset? ended) => began >= Split - EarliestAlert && began <= To && !(ended < Split);

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.Ticks - (time.Ticks % Step.Ticks), TimeSpan.Zero);
}
