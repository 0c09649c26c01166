namespace SreCopilot.AiService.Collection;

/// <summary>How far from normal, 0 to 1. One curve per kind of number, for every project.</summary>
internal static class Strength
{
    /// <summary>Twice as much is 0.5, five times as much 0.8.</summary>
    public static double OfRatio(double before, double after) => before <= 0 ? after > 0 ? 1 : 0 : Math.Clamp(1 - (before / after), 0, 1);

    /// <summary>Percent of the requests that fail more than before: 10 points are 0.63, 30 are 0.95.</summary>
    public static double OfErrors(double before, double after) => 1 - Math.Exp(-Math.Max(0, after - before) / 10);

    /// <summary>Something that never happened before: once is 0.25, three times 0.5, thirty times 0.9.</summary>
    public static double OfCount(long count) => count / (count + 3.0);

    /// <summary>Trust in a figure over so many requests.</summary>
    public static double QualityOf(double requests) => 0.95 * requests / (requests + 5);
}
