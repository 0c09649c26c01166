namespace SreCopilot.MetricsCollectorService.Slos;

/// <summary>What may go wrong and what did.</summary>
/// <param name="Total">Transactions.</param>
/// <param name="Bad">Those that were not as they should be.</param>
/// <param name="Target">How many should be, in percent.</param>
internal readonly record struct Budget(double Total, double Bad, double Target)
{
    // With a target of 100 any failure is infinitely too fast.
    private const double Fastest = 1000;
    private const double AtRisk = 20;

    /// <summary>In percent. When nothing happened, nothing went wrong.</summary>
    public double Compliance => Total == 0 ? 100 : Math.Round(100 * (Total - Bad) / Total, 4);

    /// <summary>1: the budget lasts exactly as long as the window.</summary>
    public double BurnRate => Bad <= 0 || Total == 0 ? 0 : Target >= 100 ? Fastest : Math.Min(Fastest, Math.Round(100 * Bad / Total / (100 - Target), 4));

    /// <summary>In percent of the budget, not below 0.</summary>
    public double Remaining => Bad <= 0 || Total == 0 ? 100 : Target >= 100 ? 0 : Math.Max(0, Math.Round(100 - (100 * (100 * Bad / Total) / (100 - Target)), 2));

    public string Status => Total == 0 ? "no_data" : Compliance < Target || Remaining <= 0 ? "breached" : Remaining < AtRisk ? "at_risk" : "met";
}
