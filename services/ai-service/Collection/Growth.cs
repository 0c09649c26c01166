using SreCopilot.AiService.RootCause;

namespace SreCopilot.AiService.Collection;

/// <summary>A series that grew slowly and steadily over the whole time, as memory does when it leaks.</summary>
/// <param name="From">Its level in the first quarter.</param>
/// <param name="To">Its level in the last rows.</param>
/// <param name="Steadiness">How much more often a later value is larger than smaller: -1 to 1 (Kendall's tau).</param>
/// <param name="Since">The first row from which on it stays above the old level.</param>
internal sealed record Growth(double From, double To, double Steadiness, int Since)
{
    private const int FewestRows = 10;
    private const double LeastRatio = 1.3;
    private const double LeastSteadiness = 0.4;
    private const double LeastExcess = 1.1;

    public bool IsLeak => To >= From * LeastRatio && From > 0 && Steadiness >= LeastSteadiness;

    /// <param name="cells">All rows; empty cells are NaN.</param>
    public static Growth? Find(double[] cells)
    {
        var known = cells.Select((value, row) => (value, row)).Where(cell => double.IsFinite(cell.value)).ToArray();
        if (known.Length < FewestRows)
        {
            return null;
        }

        var quarter = Math.Max(3, known.Length / 4);
        var before = Robust.Median([.. known.Take(quarter).Select(cell => cell.value)]);
        var after = Robust.Median([.. known.TakeLast(Math.Max(3, known.Length / 20)).Select(cell => cell.value)]);

        // A leak may have begun only lately: steadiness counts from where the old level was left for good.
        var threshold = before + ((after - before) * 0.1);
        var first = Array.FindLastIndex(known, cell => cell.value <= threshold) + 1;
        var rising = known[Math.Clamp(first, 0, known.Length - 1)..];
        // A garbage collector lets memory rise and fall all the time: only what was never there before is a leak.
        var usual = known[..Math.Clamp(first, 1, known.Length)].Select(cell => cell.value).Order().ToArray();
        var isNew = after > usual[(int)(0.95 * (usual.Length - 1))] * LeastExcess;
        return new Growth(before, after, isNew && rising.Length >= FewestRows / 2 ? Tau([.. rising.Select(cell => cell.value)]) : 0, rising[0].row);
    }

    private static double Tau(double[] values)
    {
        // 60 rows are 1770 pairs; more rows say the same.
        var step = Math.Max(1, values.Length / 60);
        var sample = values.Where((_, place) => place % step == 0).ToArray();
        var (up, all) = (0, 0);
        for (var early = 0; early < sample.Length; early++)
        {
            for (var late = early + 1; late < sample.Length; late++)
            {
                up += Math.Sign(sample[late] - sample[early]);
                all++;
            }
        }

        return all == 0 ? 0 : (double)up / all;
    }
}
