using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Collection;

/// <summary>A series left its level and stayed away until the end.</summary>
/// <param name="Baseline">The median of normal operation.</param>
/// <param name="Observed">The mean since then.</param>
/// <param name="Since">The first row of the window at the other level.</param>
/// <param name="Score">How far, in standard errors of normal operation; more than 0 is upwards.</param>
internal sealed record LevelShift(double Baseline, double Observed, int Since, double Score)
{
    /// <summary>A normal stretch as long as this happens once in some thousand windows.</summary>
    public const double Clear = 4;

    private const int FewestRows = 10;

    /// <summary>
    /// The best place for a change of the level upwards (cumulative sums, known normal level): the row from which on
    /// (mean - median) * sqrt(rows) / spread is largest. Null when there is too little to compare.
    /// </summary>
    /// <param name="normal">Normal operation; empty cells are NaN.</param>
    /// <param name="window">The incident.</param>
    /// <param name="leastSpread">What the measurement cannot tell apart.</param>
    public static LevelShift? Find(ReadOnlySpan<double> normal, ReadOnlySpan<double> window, double leastSpread)
    {
        var usual = Finite(normal);
        if (usual.Length < FewestRows)
        {
            return null;
        }

        var median = Robust.Median(usual);
        var spread = Math.Max(Robust.Spread(usual, median), leastSpread);
        LevelShift? best = null;
        var (sum, rows) = (0.0, 0);
        for (var row = window.Length - 1; row >= 0; row--)
        {
            if (!double.IsFinite(window[row]))
            {
                continue;
            }

            sum += window[row];
            rows++;
            var score = ((sum / rows) - median) * Math.Sqrt(rows) / spread;
            if (best is null || score >= best.Score)
            {
                best = new LevelShift(median, sum / rows, row, score);
            }
        }

        return best;
    }

    private static double[] Finite(ReadOnlySpan<double> cells)
    {
        var kept = new List<double>(cells.Length);
        foreach (var cell in cells)
        {
            if (double.IsFinite(cell))
            {
                kept.Add(cell);
            }
        }

        return [.. kept];
    }
}
