namespace SreCopilot.MetricsCollectorService.Metrics.Ingest;

/// <summary>Why points are not stored, for their senders.</summary>
internal static class PointReasons
{
    public const string TooOld = "A point is older than what the project keeps.";
    public const string TooFarAhead = "A point's time is ahead of the server's clock. Check the sender's clock.";
    public const string NoName = "A metric has no name, or one of more than 255 characters.";
    public const string NotANumber = "A value is not a finite number.";
}
